package dev.sluice.cloud.down;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
  private static Filter filter(String text) {
    return Filter.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, a/b, true", "a/b, a, false", "a/+, a/b, true", "a/+, a, false", "a/+, a/, true",
    "a/#, a, true", "a/#, a/b/c, true", "#, a, true", "#, $SYS/x, false", "+, sluice, false",
    "+/x, sluice/x, false", "a, A, false", "+/+, /x, true", "a/b/c, a/b, false"
  })
  void matchesAsTheSpecificationSays(String filter, String topic, boolean matches) {
    assertThat(filter(filter).matches(topic)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a#", "a/#/b", "a+/b", "$SYS/#", "$share/g/a", "sluice/#", "sluice"})
  void refusesWhatIsNoFilterOrNeverForANode(String text) {
    assertThat(Filter.parse(text)).isEmpty();
  }

  @Test
  void coversExactlyWhatItMatchesAllOf() {
    String[] levels = {"a", "b", "+", "#", ""};
    List<String> topics = new ArrayList<>();
    List.of("a", "b", "").forEach(one -> topics.add(one));
    List.copyOf(topics)
        .forEach(one -> List.of("a", "b", "").forEach(two -> topics.add(one + "/" + two)));
    List.copyOf(topics).forEach(one -> topics.add(one + "/a"));
    topics.removeIf(String::isEmpty);
    for (long seed = 1; seed <= 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Optional<Filter> one = Filter.parse(text(levels, random));
      Optional<Filter> two = Filter.parse(text(levels, random));
      if (one.isPresent() && two.isPresent() && one.get().covers(two.get())) {
        for (String topic : topics) {
          assertThat(!two.get().matches(topic) || one.get().matches(topic))
              .as("seed %d: %s covers %s, %s", seed, one.get(), two.get(), topic)
              .isTrue();
        }
      }
    }
  }

  private static String text(String[] levels, SplittableRandom random) {
    List<String> parts = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      parts.add(levels[random.nextInt(levels.length)]);
    }
    return String.join("/", parts);
  }

  @ParameterizedTest
  @CsvSource({
    "commands/{node}/#, commands/gw/#, true",
    "commands/{node}/#, commands/gw, true",
    "commands/{node}/#, commands/gw/+/x, true",
    "commands/{node}/#, commands/other/#, false",
    "commands/{node}/#, commands/+/x, false",
    "commands/{node}/#, #, false",
    "all/+, all/x, true",
    "all/+, all/#, false",
    "all/+, all/+, true"
  })
  void aNodeMayAskForWhatAnAllowedFilterCovers(String pattern, String wanted, boolean may) {
    assertThat(new Allowance(List.of(pattern)).allows("gw", filter(wanted))).isEqualTo(may);
    assertThat(new Allowance(List.of()).allows("gw", filter(wanted))).isFalse();
  }
}
