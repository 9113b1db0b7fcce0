package dev.sluice.inference.plain;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** All operators of this runtime by their names in ONNX. */
final class Operators {
  private static final Map<String, Operator> BY_NAME = new HashMap<>();

  static {
    BY_NAME.putAll(Elementwise.OPERATORS);
    BY_NAME.putAll(Pairwise.OPERATORS);
    BY_NAME.putAll(Products.OPERATORS);
    BY_NAME.putAll(Pooling.OPERATORS);
    BY_NAME.putAll(Reductions.OPERATORS);
    BY_NAME.putAll(Normalization.OPERATORS);
    BY_NAME.putAll(Reshaping.OPERATORS);
    BY_NAME.putAll(Moving.OPERATORS);
    BY_NAME.put("Conv", Convolution::bind);
  }

  private Operators() {}

  static Operator find(Node node) throws UnsupportedException {
    Operator found = node.domain().isEmpty() ? BY_NAME.get(node.operator()) : null;
    if (found == null) {
      throw new UnsupportedException("the operator itself");
    }
    return found;
  }

  static Set<String> names() {
    return new TreeSet<>(BY_NAME.keySet());
  }
}
