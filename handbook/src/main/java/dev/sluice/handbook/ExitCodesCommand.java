package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Writes the table of exit codes into docs/operating.md, from what the commands' help says. */
@Command(
    name = "exit-codes",
    mixinStandardHelpOptions = true,
    description = "Writes the table of exit codes into docs/operating.md.",
    footer = {
      "",
      "Exit codes: 0 written, 2 cannot be written.",
      "",
      "Examples:",
      "  ./sluice handbook exit-codes"
    })
final class ExitCodesCommand implements Callable<Integer> {
  static GeneratedPart part(Path docs) {
    return new GeneratedPart(docs.resolve("operating.md"), "exit-codes");
  }

  @Override
  public Integer call() throws IOException {
    part(Handbook.docs()).write(ExitCodes.table(SluiceCommands.tree()));
    return CommandLine.ExitCode.OK;
  }
}
