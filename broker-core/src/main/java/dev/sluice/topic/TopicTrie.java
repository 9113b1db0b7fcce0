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
  private static final char ANY_LEVEL = '+';
  private static final char ANY_LEVELS = '#';

  /** What a level that is none of the wildcards counts as. */
  private static final char NAMED = '/';

  private final Node<S> root = new Node<>();
  private int size;

  /**
   * @return false when the subscriber was there already
   */
  public boolean add(TopicFilter filter, S subscriber) {
    if (!root.add(filter.value(), 0, subscriber)) {
      return false;
    }
    size++;
    return true;
  }

  /**
   * @return false when the subscriber was not there
   */
  public boolean remove(TopicFilter filter, S subscriber) {
    boolean removed = root.remove(filter.value(), 0, subscriber);
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

    /** The first subscriber as long as there is no other: most filters have one. */
    private S only;

    private Set<S> several = Set.of();

    private static char kind(String filter, int begin, int end) {
      char first = end - begin == 1 ? filter.charAt(begin) : NAMED;
      return first == ANY_LEVEL || first == ANY_LEVELS ? first : NAMED;
    }

    private Node<S> child(String filter, int begin, int end) {
      return switch (kind(filter, begin, end)) {
        case ANY_LEVEL -> anyLevel;
        case ANY_LEVELS -> anyLevels;
        default -> named.get(filter, begin, end);
      };
    }

    private Node<S> newChild(String filter, int begin, int end) {
      Node<S> made = new Node<>();
      switch (kind(filter, begin, end)) {
        case ANY_LEVEL -> anyLevel = made;
        case ANY_LEVELS -> anyLevels = made;
        default -> named.put(filter, begin, end, made);
      }
      return made;
    }

    private void removeChild(String filter, int begin, int end) {
      switch (kind(filter, begin, end)) {
        case ANY_LEVEL -> anyLevel = null;
        case ANY_LEVELS -> anyLevels = null;
        default -> named.remove(filter, begin, end);
      }
    }

    /**
     * @param begin where the next level of the filter begins; behind its end there is none
     */
    boolean add(String filter, int begin, S subscriber) {
      if (begin > filter.length()) {
        return addHere(subscriber);
      }
      int end = TopicLevels.end(filter, begin);
      Node<S> known = child(filter, begin, end);
      Node<S> next = known == null ? newChild(filter, begin, end) : known;
      return next.add(filter, end + 1, subscriber);
    }

    private boolean addHere(S subscriber) {
      if (only == null && several.isEmpty()) {
        only = subscriber;
        return true;
      }
      if (only != null) {
        if (only.equals(subscriber)) {
          return false;
        }
        several = new LinkedHashSet<>(4);
        several.add(only);
        only = null;
      }
      return several.add(subscriber);
    }

    boolean remove(String filter, int begin, S subscriber) {
      if (begin > filter.length()) {
        return removeHere(subscriber);
      }
      int end = TopicLevels.end(filter, begin);
      Node<S> child = child(filter, begin, end);
      if (child == null || !child.remove(filter, end + 1, subscriber)) {
        return false;
      }
      if (child.isUnused()) {
        removeChild(filter, begin, end);
      }
      return true;
    }

    private boolean removeHere(S subscriber) {
      if (only == null) {
        return !several.isEmpty() && several.remove(subscriber);
      }
      boolean known = only.equals(subscriber);
      only = known ? null : only;
      return known;
    }

    private boolean isUnused() {
      return only == null
          && several.isEmpty()
          && named.isEmpty()
          && anyLevel == null
          && anyLevels == null;
    }

    private void visit(Consumer<? super S> visitor) {
      if (only != null) {
        visitor.accept(only);
      } else {
        several.forEach(visitor);
      }
    }

    /**
     * @param begin where the next level of the topic begins; behind its end there is none
     */
    void match(String topic, int begin, Consumer<? super S> visitor) {
      // "#" stands for its parent level too [MQTT-4.7.1-2], hence before the end is looked at.
      if (anyLevels != null) {
        anyLevels.visit(visitor);
      }
      if (begin > topic.length()) {
        visit(visitor);
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
