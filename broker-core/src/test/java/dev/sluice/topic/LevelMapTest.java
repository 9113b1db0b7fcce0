package dev.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelMapTest {
  private final LevelMap<Integer> map = new LevelMap<>();

  /** As the second level of a filter. */
  private void put(String level, int value) {
    map.put("x/" + level + "/y", 2, 2 + level.length(), value);
  }

  private Integer get(String level) {
    return map.get(level, 0, level.length());
  }

  private void remove(String level) {
    map.remove("level/" + level, 6, 6 + level.length());
  }

  @Test
  void findsALevelInsideATopic() {
    put("pump", 1);
    put("", 2);

    assertThat(map.get("a/pump/b", 2, 6)).isEqualTo(1);
    assertThat(map.get("a//b", 2, 2)).isEqualTo(2);
    assertThat(map.get("a/pumps/b", 2, 7)).isNull();
    assertThat(map.get("a/pum", 2, 5)).isNull();
  }

  @Test
  void tellsLevelsOfEqualHashApart() {
    // The classic pair: both hash to 2112.
    put("Aa", 1);
    put("BB", 2);

    assertThat(get("Aa")).isEqualTo(1);
    assertThat(get("BB")).isEqualTo(2);
    remove("BB");
    assertThat(get("Aa")).isEqualTo(1);
    assertThat(get("BB")).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithAnOrdinaryMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> expected = new HashMap<>();
    for (int step = 0; step < 5_000; step++) {
      String level = Integer.toString(random.nextInt(300), 36);
      if (expected.containsKey(level)) {
        remove(level);
        expected.remove(level);
      } else {
        put(level, step);
        expected.put(level, step);
      }
    }
    for (int i = 0; i < 300; i++) {
      String level = Integer.toString(i, 36);
      assertThat(map.get("x/" + level + "/y", 2, 2 + level.length()))
          .isEqualTo(expected.get(level));
    }
    assertThat(map.isEmpty()).isEqualTo(expected.isEmpty());
  }
}
