package dev.sluice.inference.plain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A graph with its shapes and memory settled: steps in their order. What depends on constants only
 * has been computed once.
 */
final class Program {
  private final Graph graph;
  private final Limits limits;
  private final Buffers buffers;
  private final Map<String, Binding.Value> values = new HashMap<>();
  private final Map<String, Integer> lastUse = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private long multiplications;

  private Program(Graph graph, Limits limits) {
    this.graph = graph;
    this.limits = limits;
    this.buffers = new Buffers(limits);
  }

  /**
   * @param inputs shapes by name, for all of the graph's inputs
   * @throws UnsupportedException naming the node and the operator that cannot be run
   */
  static Program of(Graph graph, Map<String, Shape> inputs, Limits limits)
      throws UnsupportedException {
    Program program = new Program(graph, limits);
    for (Map.Entry<String, Shape> input : inputs.entrySet()) {
      FloatTensor tensor = program.buffers.floats(input.getValue());
      program.values.put(input.getKey(), new Binding.Value(tensor, false));
    }
    program.constants();
    program.lastUses();
    for (int i = 0; i < graph.nodes().size(); i++) {
      program.bind(i);
    }
    return program;
  }

  private void constants() throws UnsupportedException {
    for (Map.Entry<String, Tensor> constant : graph.constants().entrySet()) {
      buffers.take(constant.getValue().bytes());
      values.put(constant.getKey(), new Binding.Value(constant.getValue(), true));
    }
  }

  private void lastUses() {
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String input : graph.nodes().get(i).inputs()) {
        lastUse.put(input, i);
      }
    }
    graph.outputs().forEach(port -> lastUse.put(port.name(), Integer.MAX_VALUE));
    graph.inputs().forEach(port -> lastUse.put(port.name(), Integer.MAX_VALUE));
  }

  private void bind(int number) throws UnsupportedException {
    Node node = graph.nodes().get(number);
    try {
      bind(node);
    } catch (UnsupportedException e) {
      throw new UnsupportedException(node.label() + ": " + e.getMessage());
    }
    node.inputs().stream()
        .distinct()
        .filter(name -> lastUse.getOrDefault(name, -1) == number)
        .forEach(this::giveBack);
  }

  private void giveBack(String name) {
    Binding.Value value = values.get(name);
    if (value != null && !value.constant() && value.tensor() instanceof FloatTensor floats) {
      buffers.giveBack(floats);
    }
  }

  private void bind(Node node) throws UnsupportedException {
    Operator operator = Operators.find(node);
    if (node.outputs().size() != 1) {
      throw new UnsupportedException(node.outputs().size() + " outputs");
    }
    List<Optional<Binding.Value>> inputs = inputs(node);
    Binding binding = new Binding(node, graph.opset(), inputs, buffers);
    Step step = operator.bind(binding);
    node.attributes().requireAllRead();
    boolean constant = inputs.stream().flatMap(Optional::stream).allMatch(Binding.Value::constant);
    if (constant) {
      step.run();
    } else {
      steps.add(step);
      multiplications += binding.multiplications();
      limits.checkMultiplications(multiplications);
    }
    values.put(node.outputs().get(0), new Binding.Value(binding.bound(), constant));
  }

  private List<Optional<Binding.Value>> inputs(Node node) throws UnsupportedException {
    List<Optional<Binding.Value>> inputs = new ArrayList<>();
    for (String name : node.inputs()) {
      if (!name.isEmpty() && !values.containsKey(name)) {
        throw new UnsupportedException("input '%s', which no node before it makes".formatted(name));
      }
      inputs.add(name.isEmpty() ? Optional.empty() : Optional.of(values.get(name)));
    }
    return inputs;
  }

  /**
   * @throws UnsupportedException when there is no such float32 value
   */
  FloatTensor floats(String name) throws UnsupportedException {
    Binding.Value value = values.get(name);
    if (value != null && value.tensor() instanceof FloatTensor floats) {
      return floats;
    }
    throw new UnsupportedException("'%s' as a float32 value of the graph".formatted(name));
  }

  void run() {
    for (Step step : steps) {
      step.run();
    }
  }
}
