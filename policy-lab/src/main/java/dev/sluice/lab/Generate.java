package dev.sluice.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scenario files drawn by chance. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes scenario files drawn by chance. Same seed, same files.",
    footer = {
      "",
      "Exit codes: 0 written, 2 cannot be written.",
      "",
      "Examples:",
      "  ./sluice policy generate --seed 7 --count 10 --out scenarios"
    })
final class Generate implements Callable<Integer> {
  @Option(names = "--seed", required = true, paramLabel = "N", description = "Of the draw.")
  private long seed;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where they go.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      Files.createDirectories(out);
      List<String> texts = ScenarioGenerator.draw(seed, count);
      for (int i = 0; i < texts.size(); i++) {
        Files.writeString(out.resolve("drawn-%d-%02d.yaml".formatted(seed, i + 1)), texts.get(i));
      }
      spec.commandLine().getOut().println(texts.size() + " scenarios in " + out);
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("policy generate: cannot write " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
  }
}
