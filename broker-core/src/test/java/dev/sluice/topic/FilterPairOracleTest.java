package dev.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two filters have in common, compared with all names of up to four levels. */
class FilterPairOracleTest {
  private static final String[] FIRST_LEVELS = {"a", "b", "$s"};
  private static final String[] LEVELS = {"", "a", "b"};

  /** No filter below names a level "other", so it stands for every level that none names. */
  private static final String OTHER = "other";

  private static final int DEPTH_MAX = 4;
  private static final int PAIRS = 3_000;

  private static List<TopicName> allNames() {
    List<String> shorter = new ArrayList<>(List.of(FIRST_LEVELS));
    shorter.add(OTHER);
    List<String> all = new ArrayList<>(shorter);
    for (int depth = 2; depth <= DEPTH_MAX; depth++) {
      List<String> longer = new ArrayList<>();
      for (String name : shorter) {
        for (String level : LEVELS) {
          longer.add(name + "/" + level);
        }
        longer.add(name + "/" + OTHER);
      }
      all.addAll(longer);
      shorter = longer;
    }
    return all.stream().map(TopicName::of).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithTryingEveryName(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<TopicName> names = allNames();
    int overlapping = 0;
    int covering = 0;
    for (int i = 0; i < PAIRS; i++) {
      TopicFilter one = filter(random);
      TopicFilter two = filter(random);
      List<TopicName> ofTwo = names.stream().filter(two::matches).toList();
      boolean overlap = ofTwo.stream().anyMatch(one::matches);
      boolean cover = ofTwo.stream().allMatch(one::matches);

      assertThat(one.overlaps(two)).as("seed %d: %s and %s", seed, one, two).isEqualTo(overlap);
      assertThat(one.covers(two)).as("seed %d: %s over %s", seed, one, two).isEqualTo(cover);
      overlapping += overlap ? 1 : 0;
      covering += cover ? 1 : 0;
    }
    assertThat(overlapping).as("the generator makes both kinds").isBetween(PAIRS / 10, PAIRS / 2);
    assertThat(covering).isBetween(PAIRS / 20, PAIRS / 2);
  }

  /** Up to three levels, so that "#" still has a level to stand for. */
  private static TopicFilter filter(SplittableRandom random) {
    List<String> levels = new ArrayList<>();
    int depth = 1 + random.nextInt(DEPTH_MAX - 1);
    for (int i = 0; i < depth; i++) {
      String[] words = i == 0 ? FIRST_LEVELS : LEVELS;
      levels.add(random.nextInt(3) == 0 ? "+" : words[random.nextInt(words.length)]);
    }
    if (random.nextInt(3) == 0) {
      levels.set(depth - 1, "#");
    }
    return TopicFilter.of(String.join("/", levels));
  }

  @ParameterizedTest
  @CsvSource({
    "a/#, a, true, true",
    "+/#, #, true, true",
    "a, a/#, false, true",
    "#, $SYS/a, false, false",
    "$SYS/#, #, false, false",
    "+/b, a/+, false, true",
    "a/+, a/b/c, false, false",
    "a/+/#, a/b, true, true"
  })
  void knowsTheCornersOfTheSpecification(String one, String two, boolean covers, boolean overlaps) {
    assertThat(TopicFilter.of(one).covers(TopicFilter.of(two))).isEqualTo(covers);
    assertThat(TopicFilter.of(one).overlaps(TopicFilter.of(two))).isEqualTo(overlaps);
  }

  @Test
  void everyFilterCoversItself() {
    for (String filter : List.of("#", "+", "a/#", "+/+", "$SYS/+", "/")) {
      assertThat(TopicFilter.of(filter).covers(TopicFilter.of(filter))).as(filter).isTrue();
    }
  }
}
