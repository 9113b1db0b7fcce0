package dev.sluice.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is taken for a command, and that our own commands have the options that documents name. */
class DocumentTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

  @TempDir Path folder;

  private List<Document.Command> commands(String text) throws IOException {
    return Document.read(Files.writeString(folder.resolve("d.md"), text)).commands();
  }

  @Test
  void takesLinesOfShBlocksWithoutTheirComments() throws IOException {
    assertThat(commands("```sh\na '#b' # c\n\n# only a comment\nd\n```\n```json\ne\n```\n"))
        .extracting(Document.Command::text)
        .containsExactly("a '#b'", "d");
  }

  @Test
  void takesWhatIsTypedInAConsoleAndNotWhatItSays() throws IOException {
    assertThat(commands("```console\n$ a \\\n  b\nsaid\n$ c\n```\n"))
        .extracting(Document.Command::text)
        .containsExactly("a   b", "c");
  }

  @Test
  void marksHoldForTheNextBlockOnly() throws IOException {
    List<Document.Command> commands =
        commands(
            """
            <!-- with: ./sluice cloud -->
            <!-- after: ./sluice edge -->
            <!-- exit: 1 -->
            ```sh
            a
            ```
            ```sh
            b
            ```
            """);
    assertThat(commands)
        .extracting(Document.Command::text)
        .containsExactly("./sluice cloud &", "./sluice edge &", Document.STOP, "a", "b");
    assertThat(commands).extracting(Document.Command::exitCode).containsExactly(0, 0, 0, 1, 0);
  }

  @Test
  void aCommandKnowsItsLineAndItsSection() throws IOException {
    List<Document.Command> commands =
        commands("# T\n## One\n```sh\na\n```\n## Two\n```sh\nb\n```\n");
    assertThat(commands).extracting(Document.Command::line).containsExactly(4, 8);
    assertThat(commands).extracting(Document.Command::section).containsExactly(1, 2);
  }

  /** Those that take minutes or a Pi too: they are not run, but parsed. */
  @Test
  void ourCommandsHaveTheOptionsThatTheDocumentsName() throws IOException {
    int parsed = 0;
    for (Document document : Repository.documents()) {
      for (Document.Command command : document.commands()) {
        List<String> words = words(command.text());
        if (words.get(0).equals("./sluice")) {
          parse(document, command, words.subList(1, words.size()));
          parsed++;
        }
      }
    }
    assertThat(parsed).isGreaterThan(40);
  }

  private static void parse(Document document, Document.Command command, List<String> words) {
    try {
      SluiceCommands.tree().parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw new AssertionError(
          "%s:%d: %s: %s"
              .formatted(
                  document.path().getFileName(), command.line(), command.text(), e.getMessage()),
          e);
    }
  }

  /** Up to what the shell would do with them. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String plain = word.group(3);
      if (plain != null && plain.matches("[|;&]+|[0-9]?[<>].*")) {
        break;
      }
      words.add(plain != null ? plain : word.group(1) != null ? word.group(1) : word.group(2));
    }
    return words;
  }
}
