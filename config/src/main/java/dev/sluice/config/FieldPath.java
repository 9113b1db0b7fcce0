package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in a configuration: keys and list indexes from the root, written {@code
 * routes.0.deadline}.
 */
record FieldPath(List<String> names) {
  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath {
    names = List.copyOf(names);
  }

  static FieldPath parse(String dotted) {
    return dotted.isEmpty() ? ROOT : new FieldPath(List.of(dotted.split("\\.", -1)));
  }

  FieldPath child(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new FieldPath(longer);
  }

  FieldPath child(int index) {
    return child(Integer.toString(index));
  }

  /** The root is its own parent. */
  FieldPath parent() {
    return isRoot() ? this : new FieldPath(names.subList(0, names.size() - 1));
  }

  /** The last key or index; the root has none. */
  String name() {
    return names.get(names.size() - 1);
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  boolean startsWith(FieldPath prefix) {
    return names.size() >= prefix.names.size()
        && names.subList(0, prefix.names.size()).equals(prefix.names);
  }

  @Override
  public String toString() {
    return String.join(".", names);
  }
}
