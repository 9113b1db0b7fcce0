package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.cloud.CloudCommands;
import dev.sluice.edge.EdgeCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The scripts in the shells themselves. */
class CompletionTest {
  @TempDir Path folder;

  /** Sources the script and asks what follows the words. */
  private List<String> completed(CommandLine program, String... words) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: no bash here");
    String name = program.getCommandName();
    Path script = Files.writeString(folder.resolve("script"), AutoComplete.bash(name, program));
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(" '").append(word).append('\'');
    }
    return run(
        "bash",
        "-c",
        """
        set -e
        source %s
        COMP_WORDS=(%s%s)
        COMP_CWORD=%d
        function=$(complete -p %s | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        $function 2>/dev/null || true
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, name, line, words.length, name));
  }

  private static List<String> run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().map(String::strip).toList();
  }

  @Test
  void bashCompletesCommands() throws Exception {
    assertThat(completed(SluiceCommands.tree(), "do")).contains("doctor");
    assertThat(completed(SluiceCommands.tree(), "policy", "")).contains("check", "explain");
  }

  @Test
  void bashCompletesOptionsOfTheCommandThatIsTyped() throws Exception {
    assertThat(completed(SluiceCommands.tree(), "doctor", "--st")).containsExactly("--strict");
    assertThat(completed(SluiceCommands.tree(), "top", "--on")).containsExactly("--once");
  }

  @Test
  void bashCompletesWhatThePackagesInstall() throws Exception {
    assertThat(completed(EdgeCommands.packaged(), "stat")).contains("status");
    assertThat(completed(CloudCommands.packaged(), "status", "--j")).containsExactly("--json");
  }

  @Test
  void zshTakesTheSameScript() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "skipped: no zsh here");
    Path script =
        Files.writeString(
            folder.resolve("script"), AutoComplete.bash("sluice", SluiceCommands.tree()));
    assertThat(
            run(
                "zsh",
                "-f",
                "-c",
                "autoload -Uz compinit; compinit -D; source %s; echo ${_comps[sluice]}"
                    .formatted(script)))
        .last()
        .asString()
        .contains("sluice");
  }
}
