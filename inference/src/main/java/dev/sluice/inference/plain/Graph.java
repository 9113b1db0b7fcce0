package dev.sluice.inference.plain;

import java.util.List;
import java.util.Map;

/**
 * What an ONNX file holds, as it is written there.
 *
 * @param opset version of ONNX's own operators
 * @param nodes in an order in which each finds its inputs
 * @param inputs that are no constants
 */
record Graph(
    int opset,
    List<Node> nodes,
    Map<String, Tensor> constants,
    List<Port> inputs,
    List<Port> outputs) {
  Graph {
    nodes = List.copyOf(nodes);
    constants = Map.copyOf(constants);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
