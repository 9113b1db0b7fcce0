package dev.sluice.topic;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Subscribers filed under their Topic Filters and found by Topic Name.
 *
 * <p>A node per level, its children in a hash map: the cost of a match grows with the depth of the
 * topic and with what matches, not with what is filed. Subscribers of one node come in the order
 * they were added, so that equal inputs give equal runs. A match neither copies nor collects; the
 * visitor must not change the trie. Owned by one thread.
 *
 * @param <S> told apart by {@code equals}; one subscriber is filed once per filter
 */
public final class TopicTrie<S> {
  // No level of a Topic Name is ever "+" or "#", so wildcards share the map of the plain levels.
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
    String[] levels = TopicLevels.split(topic.value());
    if (topic.isReserved()) {
      // Leading wildcards do not reach topics of the server [MQTT-4.7.2-1].
      root.visitChild(levels[0], levels, 1, visitor);
    } else {
      root.match(levels, 0, visitor);
    }
  }

  /** Pairs of filter and subscriber. */
  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Where a filter ends or goes on. */
  private static final class Node<S> {
    private Map<String, Node<S>> children = Map.of();
    private Set<S> subscribers = Set.of();

    Node<S> childOrNew(String level) {
      if (children.isEmpty()) {
        children = new HashMap<>(4);
      }
      return children.computeIfAbsent(level, absent -> new Node<>());
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
      Node<S> child = children.get(levels[depth]);
      if (child == null || !child.remove(levels, depth + 1, subscriber)) {
        return false;
      }
      if (child.children.isEmpty() && child.subscribers.isEmpty()) {
        children.remove(levels[depth]);
      }
      return true;
    }

    void match(String[] levels, int depth, Consumer<? super S> visitor) {
      // "#" stands for its parent level too [MQTT-4.7.1-2], hence before the end is looked at.
      Node<S> rest = children.get(ANY_LEVELS);
      if (rest != null) {
        rest.subscribers.forEach(visitor);
      }
      if (depth == levels.length) {
        subscribers.forEach(visitor);
        return;
      }
      visitChild(ANY_LEVEL, levels, depth + 1, visitor);
      visitChild(levels[depth], levels, depth + 1, visitor);
    }

    void visitChild(String level, String[] levels, int depth, Consumer<? super S> visitor) {
      Node<S> child = children.get(level);
      if (child != null) {
        child.match(levels, depth, visitor);
      }
    }
  }
}
