package dev.sluice.completion;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script with which a shell completes a program's commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script with which your shell completes commands and options.",
    footer = {
      "",
      "Exit codes: 0 printed, 2 wrong usage.",
      "",
      "Examples:",
      "  source <(./sluice completion bash)",
      "  ./sluice completion zsh > ~/.sluice-completion.zsh"
    })
public final class CompletionCommand implements Callable<Integer> {

  /** One script serves both: in zsh it asks for the completions of bash by itself. */
  enum Shell {
    BASH,
    ZSH
  }

  @Spec private CommandSpec spec;

  private final Supplier<CommandLine> program;

  private CompletionCommand(Supplier<CommandLine> program) {
    this.program = program;
  }

  /**
   * @param program with all its commands, called as users call it
   */
  public static CommandLine commandLine(Supplier<CommandLine> program) {
    return new CommandLine(new CompletionCommand(program))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The word is checked, and says no more than whose script it is. */
  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  void shell(Shell unused) {}

  @Override
  public Integer call() {
    CommandLine whole = program.get();
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(whole.getCommandName(), whole));
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
