package dev.sluice.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Examples of section 4.7, and what the oracle does not see: order and tidiness. */
class TopicTrieTest {
  private final TopicTrie<String> trie = new TopicTrie<>();

  private List<String> match(String topic) {
    List<String> found = new ArrayList<>();
    trie.match(TopicName.of(topic), found::add);
    return found;
  }

  @Test
  @Tag("MQTT-4.7.1-1")
  @Tag("MQTT311-4.7.1-2")
  void hashMatchesItsParentLevelToo() {
    trie.add(TopicFilter.of("sport/tennis/#"), "s");
    assertThat(match("sport/tennis")).containsExactly("s");
    assertThat(match("sport/tennis/player1/ranking")).containsExactly("s");
    assertThat(match("sport")).isEmpty();
  }

  @Test
  @Tag("MQTT-4.7.1-2")
  @Tag("MQTT311-4.7.1-3")
  void plusMatchesOneLevelEvenAnEmptyOne() {
    trie.add(TopicFilter.of("+/+"), "two");
    trie.add(TopicFilter.of("/+"), "slash");
    trie.add(TopicFilter.of("+"), "one");
    assertThat(match("/finance")).containsExactlyInAnyOrder("two", "slash");
    assertThat(match("finance")).containsExactly("one");
  }

  @Test
  @Tag("MQTT-4.7.2-1")
  @Tag("MQTT311-4.7.2-1")
  void leadingWildcardsDoNotReachTheServersTopics() {
    trie.add(TopicFilter.of("#"), "all");
    trie.add(TopicFilter.of("+/monitor/Clients"), "plus");
    trie.add(TopicFilter.of("$SYS/#"), "sys");
    trie.add(TopicFilter.of("$SYS/monitor/+"), "monitor");
    assertThat(match("$SYS/monitor/Clients")).containsExactlyInAnyOrder("sys", "monitor");
    assertThat(match("$SYS")).containsExactly("sys");
  }

  @Test
  void subscribersOfOneFilterComeInTheOrderTheyWereAdded() {
    for (String name : List.of("c", "a", "d", "b")) {
      trie.add(TopicFilter.of("t"), name);
    }
    trie.remove(TopicFilter.of("t"), "a");
    assertThat(match("t")).containsExactly("c", "d", "b");
  }

  @Test
  void isEmptyAgainWhenEverythingIsRemoved() {
    trie.add(TopicFilter.of("a/b/c"), "s");
    trie.add(TopicFilter.of("a/+/#"), "s");
    assertThat(trie.remove(TopicFilter.of("a/b"), "s")).isFalse();
    assertThat(trie.remove(TopicFilter.of("a/b/c"), "other")).isFalse();
    trie.remove(TopicFilter.of("a/b/c"), "s");
    trie.remove(TopicFilter.of("a/+/#"), "s");
    assertThat(trie.isEmpty()).isTrue();
    assertThat(match("a/b/c")).isEmpty();
  }
}
