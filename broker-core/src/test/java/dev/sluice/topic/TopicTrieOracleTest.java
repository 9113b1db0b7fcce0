package dev.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both tries and the single filter, compared with a transcription of section 4.7. */
class TopicTrieOracleTest {
  private static final String[] LEVELS = {"", "a", "b", "$", "$SYS", "ä", "a b"};
  private static final int STEPS = 1_500;

  /** Section 4.7 by itself: one filter, one name, nothing clever. */
  static boolean matches(String filter, String topic) {
    List<String> wanted = List.of(filter.split("/", -1));
    List<String> levels = List.of(topic.split("/", -1));
    if (topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"))) {
      return false;
    }
    if (wanted.get(wanted.size() - 1).equals("#")) {
      List<String> parent = wanted.subList(0, wanted.size() - 1);
      return levels.size() >= parent.size() && allMatch(parent, levels);
    }
    return wanted.size() == levels.size() && allMatch(wanted, levels);
  }

  private static boolean allMatch(List<String> wanted, List<String> levels) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).equals("+") && !wanted.get(i).equals(levels.get(i))) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  @Tag("MQTT-3.3.2-3")
  @Tag("MQTT-4.7.3-4")
  @Tag("MQTT311-3.3.2-3")
  @Tag("MQTT311-4.7.3-4")
  void trieFindsWhatTheSpecificationMatches(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TopicTrie<Integer> trie = new TopicTrie<>();
    List<Map.Entry<TopicFilter, Integer>> filed = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      Map.Entry<TopicFilter, Integer> entry = Map.entry(filter(random), random.nextInt(3));
      if (random.nextInt(5) < 3) {
        assertThat(trie.add(entry.getKey(), entry.getValue())).isEqualTo(!filed.contains(entry));
        if (!filed.contains(entry)) {
          filed.add(entry);
        }
      } else {
        assertThat(trie.remove(entry.getKey(), entry.getValue())).isEqualTo(filed.remove(entry));
      }
      TopicName topic = topic(random);
      List<Integer> found = new ArrayList<>();
      trie.match(topic, found::add);
      List<Integer> expected =
          filed.stream()
              .filter(e -> matches(e.getKey().value(), topic.value()))
              .map(Map.Entry::getValue)
              .toList();
      assertThat(found).as("seed %d step %d: %s", seed, step, topic).hasSameElementsAs(expected);
      assertThat(found).hasSameSizeAs(expected);
      assertThat(trie.size()).isEqualTo(filed.size());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void treeFindsWhatTheSpecificationMatches(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TopicTree<Integer> tree = new TopicTree<>();
    Map<String, Integer> filed = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      TopicName topic = topic(random);
      if (random.nextInt(5) < 3) {
        assertThat(tree.put(topic, step)).isEqualTo(Optional.ofNullable(filed.get(topic.value())));
        filed.put(topic.value(), step);
      } else {
        assertThat(tree.remove(topic)).isEqualTo(Optional.ofNullable(filed.remove(topic.value())));
      }
      TopicFilter filter = filter(random);
      TreeSet<Integer> found = new TreeSet<>();
      tree.match(filter, value -> assertThat(found.add(value)).isTrue());
      TreeSet<Integer> expected = new TreeSet<>();
      filed.forEach(
          (name, value) -> {
            if (matches(filter.value(), name)) {
              expected.add(value);
            }
          });
      assertThat(found).as("seed %d step %d: %s", seed, step, filter).isEqualTo(expected);
      assertThat(tree.get(topic)).isEqualTo(Optional.ofNullable(filed.get(topic.value())));
      assertThat(tree.size()).isEqualTo(filed.size());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void aFilterAloneMatchesAsInTheTrie(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int matched = 0;
    for (int step = 0; step < STEPS; step++) {
      TopicFilter filter = filter(random);
      TopicName topic = topic(random);
      boolean expected = matches(filter.value(), topic.value());
      assertThat(filter.matches(topic)).as("%s %s", filter, topic).isEqualTo(expected);
      matched += expected ? 1 : 0;
    }
    assertThat(matched).as("the generator makes both kinds").isBetween(STEPS / 20, STEPS / 2);
  }

  private static TopicName topic(SplittableRandom random) {
    String topic = levels(random);
    return TopicName.of(topic.isEmpty() ? "/" : topic);
  }

  private static TopicFilter filter(SplittableRandom random) {
    String[] levels = levels(random).split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = random.nextInt(4) == 0 ? "+" : levels[i];
    }
    if (random.nextInt(3) == 0) {
      levels[levels.length - 1] = "#";
    }
    String filter = String.join("/", levels);
    return TopicFilter.of(filter.isEmpty() ? "/" : filter);
  }

  private static String levels(SplittableRandom random) {
    int depth = 1 + random.nextInt(4);
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      levels.add(LEVELS[random.nextInt(i == 0 ? LEVELS.length : 3)]);
    }
    return String.join("/", levels);
  }
}
