package dev.sluice.broker;

import dev.sluice.topic.SharedFilter;
import dev.sluice.topic.TopicTrie;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All groups of Shared Subscriptions, each filed in the trie once, under what it shares. */
final class SharedGroups {
  private final TopicTrie<Subscriber> trie;
  private final Map<SharedFilter, SharedGroup> groups = new HashMap<>();

  SharedGroups(TopicTrie<Subscriber> trie) {
    this.trie = trie;
  }

  void add(SharedFilter shared, Subscription member) {
    SharedGroup group = groups.computeIfAbsent(shared, absent -> new SharedGroup());
    trie.add(shared.filter(), group);
    group.add(member);
  }

  void remove(SharedFilter shared, Subscription member) {
    SharedGroup group = groups.get(shared);
    if (group == null) {
      return;
    }
    group.remove(member);
    if (group.isEmpty()) {
      groups.remove(shared);
      trie.remove(shared.filter(), group);
    }
  }

  Optional<SharedGroup> of(SharedFilter shared) {
    return Optional.ofNullable(groups.get(shared));
  }
}
