package dev.sluice.edge.core.forward;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.topic.TopicTrie;
import java.util.List;
import java.util.function.Consumer;

/** Finds the first rule, in their order, whose filter matches. */
final class FirstMatch {
  static final int NONE = Integer.MAX_VALUE;

  private final TopicTrie<Integer> trie = new TopicTrie<>();
  private int first;
  private final Consumer<Integer> seeing = this::see;

  FirstMatch(List<TopicFilter> filters) {
    for (int i = 0; i < filters.size(); i++) {
      trie.add(filters.get(i), i);
    }
  }

  private void see(int index) {
    first = Math.min(first, index);
  }

  /**
   * @return its index, or {@link #NONE}
   */
  int of(TopicName topic) {
    first = NONE;
    trie.match(topic, seeing);
    return first;
  }
}
