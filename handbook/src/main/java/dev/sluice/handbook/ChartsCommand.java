package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Draws the pictures of docs/how-placement-decides.md from the laboratory's figures beside them.
 */
@Command(
    name = "charts",
    mixinStandardHelpOptions = true,
    description = {
      "Draws docs/charts/*.svg from docs/charts/placement.json, which the laboratory has written",
      "(./sluice policy simulate --json)."
    },
    footer = {
      "",
      "Exit codes: 0 drawn, 2 a file cannot be read or written.",
      "",
      "Examples:",
      "  ./sluice handbook charts"
    })
final class ChartsCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    Path folder = folder(Handbook.docs());
    for (Map.Entry<String, String> picture : pictures(folder).entrySet()) {
      Files.writeString(folder.resolve(picture.getKey()), picture.getValue());
    }
    return CommandLine.ExitCode.OK;
  }

  static Path folder(Path docs) {
    return docs.resolve("charts");
  }

  /** By file name. */
  static Map<String, String> pictures(Path folder) throws IOException {
    LaboratoryFigures figures = LaboratoryFigures.read(folder.resolve("placement.json"));
    return Map.of(
        "in-time.svg", GroupedBars.svg("Answered in time, % of all", figures.percent("dhr")),
        "cloud-share.svg",
            GroupedBars.svg(
                "Answered by the cloud in time, % of all", figures.percent("cloudShare")));
  }
}
