package dev.sluice.topic;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values filed under Topic Names and found by Topic Filter: the mirror image of {@link TopicTrie}.
 *
 * <p>A filter without wildcards costs its depth; a wildcard looks only below the levels before it.
 * The order of a match depends on nothing but the topics filed. The visitor must not change the
 * tree. Owned by one thread.
 */
public final class TopicTree<V> {
  private final Node<V> root = new Node<>();
  private int size;

  /** Files the value; the one it replaces, if any, is returned. */
  public Optional<V> put(TopicName topic, V value) {
    Node<V> node = root;
    for (String level : TopicLevels.split(topic.value())) {
      node = node.childOrNew(level);
    }
    Optional<V> replaced = node.value;
    node.value = Optional.of(value);
    size += replaced.isPresent() ? 0 : 1;
    return replaced;
  }

  public Optional<V> get(TopicName topic) {
    Node<V> node = root;
    for (String level : TopicLevels.split(topic.value())) {
      node = node.children.get(level);
      if (node == null) {
        return Optional.empty();
      }
    }
    return node.value;
  }

  public Optional<V> remove(TopicName topic) {
    Optional<V> removed = root.remove(TopicLevels.split(topic.value()), 0);
    size -= removed.isPresent() ? 1 : 0;
    return removed;
  }

  /** Shows the visitor the value of every Topic Name that the filter matches. */
  public void match(TopicFilter filter, Consumer<? super V> visitor) {
    root.match(TopicLevels.split(filter.value()), 0, visitor);
  }

  public int size() {
    return size;
  }

  /** Where a Topic Name ends or goes on. */
  private static final class Node<V> {
    private Map<String, Node<V>> children = Map.of();
    private Optional<V> value = Optional.empty();

    Node<V> childOrNew(String level) {
      if (children.isEmpty()) {
        children = new HashMap<>(4);
      }
      return children.computeIfAbsent(level, absent -> new Node<>());
    }

    Optional<V> remove(String[] levels, int depth) {
      if (depth == levels.length) {
        Optional<V> removed = value;
        value = Optional.empty();
        return removed;
      }
      Node<V> child = children.get(levels[depth]);
      if (child == null) {
        return Optional.empty();
      }
      Optional<V> removed = child.remove(levels, depth + 1);
      if (child.children.isEmpty() && child.value.isEmpty()) {
        children.remove(levels[depth]);
      }
      return removed;
    }

    void match(String[] levels, int depth, Consumer<? super V> visitor) {
      if (depth == levels.length) {
        value.ifPresent(visitor);
        return;
      }
      switch (levels[depth]) {
        case "#" -> visitSubtree(depth, visitor);
        case "+" ->
            children.forEach(
                (level, child) -> {
                  if (wildcardReaches(level, depth)) {
                    child.match(levels, depth + 1, visitor);
                  }
                });
        default -> {
          Node<V> child = children.get(levels[depth]);
          if (child != null) {
            child.match(levels, depth + 1, visitor);
          }
        }
      }
    }

    /** Itself too: "#" stands for its parent level [MQTT-4.7.1-2]. */
    private void visitSubtree(int depth, Consumer<? super V> visitor) {
      value.ifPresent(visitor);
      children.forEach(
          (level, child) -> {
            if (wildcardReaches(level, depth)) {
              child.visitSubtree(depth + 1, visitor);
            }
          });
    }

    /** Leading wildcards do not reach topics of the server [MQTT-4.7.2-1]. */
    private static boolean wildcardReaches(String level, int depth) {
      return depth > 0 || !level.startsWith("$");
    }
  }
}
