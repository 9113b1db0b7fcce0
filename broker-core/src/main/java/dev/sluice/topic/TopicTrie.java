package dev.sluice.topic;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Subscribers filed under their Topic Filters and found by Topic Name.
 *
 * <p>A node per level, its children in a hash map: the cost of a match grows with the depth of the
 * topic and with what matches, not with what is filed. Subscribers of one node come in the order
 * they were added, so that equal inputs give equal runs. A match walks along the topic's own text
 * and allocates nothing; the visitor must not change the trie. Owned by one thread.
 *
 * @param <S> told apart by {@code equals}; one subscriber is filed once per filter
 */
public final class TopicTrie<S> {
  private static final String ANY_LEVEL = "+";
  private static final String ANY_LEVELS = "#";

  private final Node<S> root = new Node<>();
  private int size;

  /**
   * @return false when the subscriber was there already
   */
  public boolean add(TopicFilter filter, S subscriber) {
    Node<S> node = root;
    for (String level : TopicLevels.split(filter.value())) {
      node = node.childOrNew(level);
    }
    if (!node.add(subscriber)) {
      return false;
    }
    size++;
    return true;
  }

  /**
   * @return false when the subscriber was not there
   */
  public boolean remove(TopicFilter filter, S subscriber) {
    boolean removed = root.remove(TopicLevels.split(filter.value()), 0, subscriber);
    if (removed) {
      size--;
    }
    return removed;
  }

  /** Shows the visitor every subscriber of every matching filter, overlapping filters apart. */
  public void match(TopicName topic, Consumer<? super S> visitor) {
    if (topic.isReserved()) {
      // Leading wildcards do not reach topics of the server [MQTT-4.7.2-1].
      root.matchNamed(topic.value(), 0, visitor);
    } else {
      root.match(topic.value(), 0, visitor);
    }
  }

  /** Pairs of filter and subscriber. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Where a filter ends or goes on; a child that is not there is null, as in {@link LevelMap}. */
  private static final class Node<S> {
    private final LevelMap<Node<S>> named = new LevelMap<>();
    private Node<S> anyLevel;
    private Node<S> anyLevels;
    private Set<S> subscribers = Set.of();

    private Node<S> child(String level) {
      return switch (level) {
        case ANY_LEVEL -> anyLevel;
        case ANY_LEVELS -> anyLevels;
        default -> named.get(level);
      };
    }

    Node<S> childOrNew(String level) {
      Node<S> known = child(level);
      if (known != null) {
        return known;
      }
      Node<S> made = new Node<>();
      switch (level) {
        case ANY_LEVEL -> anyLevel = made;
        case ANY_LEVELS -> anyLevels = made;
        default -> named.put(level, made);
      }
      return made;
    }

    private void removeChild(String level) {
      switch (level) {
        case ANY_LEVEL -> anyLevel = null;
        case ANY_LEVELS -> anyLevels = null;
        default -> named.remove(level);
      }
    }

    boolean add(S subscriber) {
      if (subscribers.isEmpty()) {
        subscribers = new LinkedHashSet<>(4);
      }
      return subscribers.add(subscriber);
    }

    boolean remove(String[] levels, int depth, S subscriber) {
      if (depth == levels.length) {
        return !subscribers.isEmpty() && subscribers.remove(subscriber);
      }
      Node<S> child = child(levels[depth]);
      if (child == null || !child.remove(levels, depth + 1, subscriber)) {
        return false;
      }
      if (child.isUnused()) {
        removeChild(levels[depth]);
      }
      return true;
    }

    private boolean isUnused() {
      return subscribers.isEmpty() && named.isEmpty() && anyLevel == null && anyLevels == null;
    }

    /**
     * @param begin where the next level of the topic begins; behind its end there is none
     */
    void match(String topic, int begin, Consumer<? super S> visitor) {
      // "#" stands for its parent level too [MQTT-4.7.1-2], hence before the end is looked at.
      if (anyLevels != null) {
        anyLevels.subscribers.forEach(visitor);
      }
      if (begin > topic.length()) {
        subscribers.forEach(visitor);
        return;
      }
      if (anyLevel != null) {
        anyLevel.match(topic, TopicLevels.end(topic, begin) + 1, visitor);
      }
      matchNamed(topic, begin, visitor);
    }

    void matchNamed(String topic, int begin, Consumer<? super S> visitor) {
      int end = TopicLevels.end(topic, begin);
      Node<S> child = named.get(topic, begin, end);
      if (child != null) {
        child.match(topic, end + 1, visitor);
      }
    }
  }
}
