package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault inside an expression is placed at its own character, however the text is written. */
final class GuardPlacesTest {
  private static final String ROUTE = "routes:\n  - name: r\n    topic: t\n    model: m\n";

  @TempDir Path folder;

  private String fault(String yaml, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), yaml);
    return catchThrowableOfType(
            ConfigException.class, () -> PolicyFile.load(file, List.of(overrides), Uplink.ENABLED))
        .getMessage()
        .replace(folder + "/", "");
  }

  /** N stands for the end of a line. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "when: hour > 3 && topik == 'a'                 ~ 5:23",
        "when:    hour > 3 &&     topik == 'a'          ~ 5:30",
        "when: \"hour > 3 && topik == 'a'\"             ~ 5:24",
        "when: \"topic == \\\"b\\\" && topik == 'a'\"   ~ 5:30",
        "when: 'topic == ''b'' && topik == ''a'''       ~ 5:30",
        "when: >N      hour > 3N      && topik == 'a'N  ~ 7:10",
        "when: |N      hour > 3N      && topik == 'a'N  ~ 7:10",
        "when: hour > 3N      && topik == 'a'N          ~ 6:10"
      })
  void namesLineAndColumn(String when, String place) throws Exception {
    String yaml = ROUTE + "    " + when.replace("N", "\n") + "\n";

    assertThat(fault(yaml))
        .isEqualTo(
            "policy.yaml:%s: routes.0.when: unknown name 'topik': did you mean 'topic'?"
                .formatted(place));
  }

  @Test
  void anExpressionThatEndsTooEarlyIsPlacedAtItsEnd() throws Exception {
    assertThat(fault(ROUTE + "    when: (hour > 3\n    priority: 3\n"))
        .startsWith("policy.yaml:5:20: routes.0.when: expected ')'");
  }

  @Test
  void anOverrideIsItsOwnPlace() throws Exception {
    assertThat(fault(ROUTE, "policy.routes.0.local-only-when=topik == 'a'"))
        .isEqualTo(
            "--set policy.routes.0.local-only-when=topik == 'a': routes.0.local-only-when: unknown"
                + " name 'topik': did you mean 'topic'?");
  }
}
