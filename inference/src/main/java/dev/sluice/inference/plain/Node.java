package dev.sluice.inference.plain;

import java.util.List;

/**
 * One operation of a graph.
 *
 * @param domain whose operator it is; empty for ONNX's own
 * @param inputs names of values; empty where an optional one is left out
 */
record Node(
    String operator,
    String domain,
    String name,
    List<String> inputs,
    List<String> outputs,
    Attributes attributes) {
  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** As a message names it: files may leave nodes without a name. */
  String label() {
    String own = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
    return "node '%s' (%s)".formatted(own, domain.isEmpty() ? operator : domain + "." + operator);
  }
}
