package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A usual start is understood as the library for command lines would; the rest is left to it. */
final class PlainWordsTest {
  private static final List<String> NAMES =
      List.of("--config", "--port", "--data", "--set", "--prot", "-h", "--config=a", "--");

  private static final List<String> VALUES =
      List.of(
          "a.yaml",
          "/etc/b c.yaml",
          "0",
          "0017",
          "1883",
          "99999",
          "-1",
          "port",
          "a=b",
          "a=\"b\"",
          "\"a\"",
          "'a'",
          "@a",
          "a@b",
          "",
          " ",
          "--set",
          "${sys:user.name}",
          "a,b",
          "a\\b");

  private static NodeOptions byLibrary(String... words) {
    EdgeNode node = new EdgeNode();
    new CommandLine(node).parseArgs(words);
    return node.options();
  }

  @Test
  void noWordIsTheServicesStart() {
    assertThat(PlainWords.read()).contains(byLibrary());
  }

  @Test
  void everyOptionOfAStartIsPlain() {
    assertThat(
            PlainWords.read(
                "--set", "a=b", "--config", "c.yaml", "--port", "0", "--data", "d", "--set", "e=f"))
        .contains(
            new NodeOptions(
                Path.of("c.yaml"),
                Optional.of(0),
                Optional.of(Path.of("d")),
                List.of("a=b", "e=f")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "-h",
        "--port",
        "--prot 1",
        "--config=a.yaml",
        "--port x",
        "--port 1 --port 2",
        "--config @words",
        "--data --set",
        "status",
        "--set a=b extra"
      })
  void whatIsNotPlainIsLeftToTheLibrary(String words) {
    assertThat(PlainWords.read(words.split(" ", -1))).isEmpty();
  }

  @RepeatedTest(20)
  void whatIsPlainMeansTheSameToTheLibrary() {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    int plain = 0;
    for (int i = 0; i < 200; i++) {
      String[] words = words(random);
      Optional<NodeOptions> read = PlainWords.read(words);
      if (read.isPresent()) {
        plain++;
        assertThat(read).as("seed %d: %s", seed, List.of(words)).contains(understood(words));
      }
    }
    assertThat(plain).as("seed %d", seed).isPositive();
  }

  private static NodeOptions understood(String... words) {
    try {
      return byLibrary(words);
    } catch (ParameterException e) {
      throw new AssertionError("refused by the library: " + String.join(" ", words), e);
    }
  }

  private static String[] words(SplittableRandom random) {
    List<String> words = new ArrayList<>();
    for (int pairs = random.nextInt(4); pairs > 0; pairs--) {
      words.add(NAMES.get(random.nextInt(NAMES.size())));
      words.add(VALUES.get(random.nextInt(VALUES.size())));
    }
    return words.toArray(String[]::new);
  }
}
