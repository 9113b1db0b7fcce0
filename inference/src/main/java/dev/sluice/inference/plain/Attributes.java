package dev.sluice.inference.plain;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node's settings. It remembers which were asked for: one that nobody knows would change the
 * result, so the node is refused.
 */
final class Attributes {
  private final Map<String, Attribute> named = new TreeMap<>();
  private final Set<String> unread = new TreeSet<>();

  Attributes(Map<String, Attribute> named) {
    this.named.putAll(named);
    this.unread.addAll(named.keySet());
  }

  private Optional<Attribute> find(String name) {
    unread.remove(name);
    return Optional.ofNullable(named.get(name));
  }

  boolean has(String name) {
    return named.containsKey(name);
  }

  long number(String name, long otherwise) throws UnsupportedException {
    Optional<Attribute> found = find(name);
    return found.isEmpty() ? otherwise : found.get().number(name);
  }

  float real(String name, float otherwise) throws UnsupportedException {
    Optional<Attribute> found = find(name);
    return found.isEmpty() ? otherwise : found.get().real(name);
  }

  /** Empty where there is none. */
  Optional<long[]> numbers(String name) throws UnsupportedException {
    Optional<Attribute> found = find(name);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get().numbers(name));
  }

  String word(String name, String otherwise) throws UnsupportedException {
    Optional<Attribute> found = find(name);
    return found.isEmpty() ? otherwise : found.get().word(name);
  }

  Optional<Tensor> tensor(String name) throws UnsupportedException {
    Optional<Attribute> found = find(name);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get().tensor(name));
  }

  /** An attribute of which only one value can be run, which is also what its absence means. */
  void requireNumber(String name, long only) throws UnsupportedException {
    long is = number(name, only);
    if (is != only) {
      throw new UnsupportedException("attribute '%s' with the value %d".formatted(name, is));
    }
  }

  void requireAllRead() throws UnsupportedException {
    if (!unread.isEmpty()) {
      throw new UnsupportedException("attribute '%s'".formatted(unread.iterator().next()));
    }
  }
}
