package dev.sluice.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sets of topics compared, and names that must not become wildcards. */
class TopicPatternTest {
  private static TopicPattern pattern(String text) {
    return TopicPattern.parse(text).orElseThrow();
  }

  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @CsvSource({
    "a/#,    a/#,    true",
    "a/#,    a,      true",
    "a/#,    a/b/+,  true",
    "a/#,    a/+/#,  true",
    "a/#,    #,      false",
    "a/#,    +/b,    false",
    "a/+,    a/#,    false",
    "a/+,    a/+,    true",
    "a/+,    a/b,    true",
    "a/+,    a,      false",
    "a/+,    a/,     true",
    "a/b,    a/+,    false",
    "a,      a/#,    false",
    "+/b,    a/b,    true",
    "#,      a/b,    true",
    "#,      #,      true",
    "#,      $SYS/#, false",
    "+/x,    $SYS/x, false",
    "$SYS/#, $SYS/x, true",
    "a//b,   a/+/b,  false",
    "a/+/b,  a//b,   true",
    "ab,     a,      false",
    "a,      ab,     false"
  })
  void coversWhatItMatchesAsAWhole(String pattern, String filter, boolean expected) {
    assertThat(pattern(pattern).covers(filter)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} overlaps {1}: {2}")
  @CsvSource({
    "a/secret, a/#,    true",
    "a/secret, a/+,    true",
    "a/secret, #,      true",
    "a/secret, a,      false",
    "a/secret, a/s,    false",
    "a/#,      a,      true",
    "a,        a/#,    true",
    "a/+/c,    +/b/+,  true",
    "a/+/c,    +/b,    false",
    "$SYS/x,   #,      false",
    "$SYS/x,   +/x,    false",
    "#,        $SYS/x, false",
    "$SYS/#,   $SYS/x, true"
  })
  void overlapsWhatSharesATopicWithIt(String pattern, String filter, boolean expected) {
    assertThat(pattern(pattern).overlaps(filter)).isEqualTo(expected);
  }

  /** Against every topic of a small world. */
  @Test
  void agreesWithTheSetsOfTopicsThatFiltersMatch() {
    for (long seed = 1; seed <= 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String pattern = filter(random);
      String filter = filter(random);
      List<TopicName> topics = allTopics();
      List<TopicName> ofPattern = matched(pattern, topics);
      List<TopicName> ofFilter = matched(filter, topics);
      String said = "seed " + seed + ": " + pattern + " and " + filter;
      assertThat(pattern(pattern).overlaps(filter))
          .as(said)
          .isEqualTo(ofFilter.stream().anyMatch(ofPattern::contains));
      if (pattern(pattern).covers(filter)) {
        // The other way round it may be more careful than it had to be.
        assertThat(ofPattern).as(said).containsAll(ofFilter);
      }
      for (TopicName topic : topics) {
        assertThat(pattern(pattern).covers(topic.value()))
            .as(said + " " + topic)
            .isEqualTo(ofPattern.contains(topic));
      }
    }
  }

  private static String filter(SplittableRandom random) {
    String[] levels = {"a", "b", "", "$x", "+", "+"};
    int count = random.nextInt(1, 4);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String level = levels[random.nextInt(levels.length)];
      // The empty topic, which "/#" would match, does not exist.
      parts.add(i == 0 && level.isEmpty() ? "a" : level);
    }
    if (random.nextInt(3) == 0) {
      parts.add("#");
    }
    return String.join("/", parts);
  }

  /** One level more than any filter has, so that '#' shows. */
  private static List<TopicName> allTopics() {
    List<String> names = List.of("a", "b", "", "$x");
    List<String> topics = new ArrayList<>(names);
    List<String> longest = new ArrayList<>(names);
    for (int depth = 1; depth < 4; depth++) {
      List<String> longer = new ArrayList<>();
      longest.forEach(start -> names.forEach(level -> longer.add(start + "/" + level)));
      topics.addAll(longer);
      longest = longer;
    }
    return topics.stream().filter(topic -> !topic.isEmpty()).map(TopicName::of).toList();
  }

  private static List<TopicName> matched(String filter, List<TopicName> topics) {
    TopicFilter parsed = TopicFilter.of(filter);
    return topics.stream().filter(parsed::matches).toList();
  }

  @Test
  void fillsNamesIntoTheirLevels() {
    assertThat(pattern("d/%u/%c/x-%c").allowing("u1", "c1")).hasToString("Optional[d/u1/c1/x-c1]");
    assertThat(pattern("d/%u").allowing("%c", "c1")).hasToString("Optional[d/%c]");
    assertThat(pattern("d/+").allowing("", "")).hasToString("Optional[d/+]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "#", "a/b", "a/#", "", "/", "x+", "\u0000"})
  void aNameNeverWidensWhatIsAllowed(String name) {
    assertThat(pattern("d/%u/#").allowing(name, "c")).isEmpty();
    assertThat(pattern("d/%c/#").allowing("u", name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+", "#", "a/b", ""})
  void aNameNeverNarrowsWhatIsDenied(String name) {
    assertThat(pattern("private/%u/#").denying(name, "c").covers("private/anybody/x")).isTrue();
  }

  @Test
  void aNameNeverReachesTheServersTopics() {
    assertThat(pattern("%u/#").allowing("$SYS", "c")).isEmpty();
    assertThat(pattern("x/%u").allowing("$SYS", "c")).isPresent();
  }
}
