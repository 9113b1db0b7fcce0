package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.cloud.CloudCommands;
import dev.sluice.edge.EdgeCommands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What holds for every command of the product. */
class CommandTreeTest {
  /** What stands before a comment, a pipe, a redirection or the end of a substitution. */
  private static final Pattern EXAMPLE = Pattern.compile("\\./sluice ([^#|<>&)]+)");

  static Stream<String> names() {
    return ExitCodes.commands(SluiceCommands.tree()).keySet().stream();
  }

  private static CommandLine command(String name) {
    return ExitCodes.commands(SluiceCommands.tree()).get(name);
  }

  /** As the launcher would, without what is said. */
  private static int run(String name, String... more) {
    List<String> words = new ArrayList<>(List.of(name.split(" ")));
    words.addAll(List.of(more));
    return SluiceCommands.tree()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(new StringWriter()))
        .execute(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aCommandSaysWhatItIsForAndShowsAnExample(String name) {
    var usage = command(name).getCommandSpec().usageMessage();
    assertThat(String.join(" ", usage.description())).as("description").hasSizeGreaterThan(10);
    List<String> footer = List.of(usage.footer());
    assertThat(footer).as("footer").contains("Examples:");
    assertThat(footer.subList(footer.indexOf("Examples:"), footer.size()))
        .as("an example of this command")
        .anyMatch(line -> line.contains("./sluice " + name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void itsExamplesAreUnderstood(String name) {
    for (String line : command(name).getCommandSpec().usageMessage().footer()) {
      Matcher example = EXAMPLE.matcher(line);
      if (example.find()) {
        String[] words = example.group(1).strip().split(" +");
        assertThatCode(() -> SluiceCommands.tree().parseArgs(words))
            .as(line)
            .doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyOptionAndParameterIsDescribed(String name) {
    var spec = command(name).getCommandSpec();
    assertThat(spec.options())
        .filteredOn(option -> String.join("", option.description()).isBlank())
        .extracting(OptionSpec::longestName)
        .isEmpty();
    assertThat(spec.positionalParameters())
        .filteredOn(parameter -> String.join("", parameter.description()).isBlank())
        .extracting(PositionalParamSpec::paramLabel)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void helpIsASuccessAndWrongUsageIsTwo(String name) {
    assertThat(run(name, "--help")).isZero();
    assertThat(run(name, "--no-such-option")).isEqualTo(2);
    assertThat(ExitCodes.of(command(name)).keySet()).as("documented").contains(0, 2);
  }

  @Test
  void theTableOfExitCodesIsWhatTheCommandsSay() throws IOException {
    assertThat(ExitCodesCommand.part(Repository.docs()).read())
        .as("stale: run ./sluice handbook exit-codes")
        .isEqualTo(ExitCodes.table(SluiceCommands.tree()));
  }

  @Test
  void theLauncherKnowsTheSameCommands() throws IOException {
    String launcher = Files.readString(Repository.root().resolve("sluice"));
    var words = Pattern.compile("(?m)^  ([a-z |]+)\\) shift ;;$").matcher(launcher);
    assertThat(words.find()).isTrue();
    assertThat(Set.of(words.group(1).split(" \\| ")))
        .isEqualTo(SluiceCommands.tree().getSubcommands().keySet());
  }

  @Test
  void aPackageHasTheCommandsThatItsLauncherStarts() throws IOException {
    String programs =
        Files.readString(
            Repository.root().resolve("packaging/src/main/java/dev/sluice/packaging/Program.java"));
    for (CommandLine packaged : List.of(EdgeCommands.packaged(), CloudCommands.packaged())) {
      Set<String> names =
          packaged.getSubcommands().keySet().stream()
              .filter(name -> !name.equals("completion"))
              // The main class of the bridge starts that one itself.
              .filter(name -> !name.equals("dead-letters"))
              .collect(Collectors.toSet());
      assertThat(names).allMatch(name -> programs.contains("\"" + name + "\""));
    }
  }
}
