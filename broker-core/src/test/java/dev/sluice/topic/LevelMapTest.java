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

  @Test
  void findsALevelInsideATopic() {
    map.put("pump", 1);
    map.put("", 2);

    assertThat(map.get("a/pump/b", 2, 6)).isEqualTo(1);
    assertThat(map.get("a//b", 2, 2)).isEqualTo(2);
    assertThat(map.get("a/pumps/b", 2, 7)).isNull();
    assertThat(map.get("a/pum", 2, 5)).isNull();
  }

  @Test
  void tellsLevelsOfEqualHashApart() {
    // The classic pair: both hash to 2112.
    map.put("Aa", 1);
    map.put("BB", 2);

    assertThat(map.get("Aa")).isEqualTo(1);
    assertThat(map.get("BB")).isEqualTo(2);
    map.remove("BB");
    assertThat(map.get("Aa")).isEqualTo(1);
    assertThat(map.get("BB")).isNull();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithAnOrdinaryMap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Integer> expected = new HashMap<>();
    for (int step = 0; step < 5_000; step++) {
      String level = Integer.toString(random.nextInt(300), 36);
      if (expected.containsKey(level)) {
        map.remove(level);
        expected.remove(level);
      } else {
        map.put(level, step);
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
