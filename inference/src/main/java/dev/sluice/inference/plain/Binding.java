package dev.sluice.inference.plain;

import java.util.List;
import java.util.Optional;

/** One node with the tensors that it reads, while its operator makes a step of it. */
final class Binding {
  private final Node node;
  private final int opset;
  private final List<Optional<Value>> inputs;
  private final Buffers buffers;
  private Optional<Tensor> output = Optional.empty();
  private long multiplications;

  /**
   * A tensor of the graph.
   *
   * @param constant whether it is the same at each run
   */
  record Value(Tensor tensor, boolean constant) {}

  /**
   * @param inputs empty where an optional one is left out
   */
  Binding(Node node, int opset, List<Optional<Value>> inputs, Buffers buffers) {
    this.node = node;
    this.opset = opset;
    this.inputs = List.copyOf(inputs);
    this.buffers = buffers;
  }

  int opset() {
    return opset;
  }

  Attributes attributes() {
    return node.attributes();
  }

  int inputs() {
    return inputs.size();
  }

  private Optional<Value> value(int number) {
    return number < inputs.size() ? inputs.get(number) : Optional.empty();
  }

  boolean has(int number) {
    return value(number).isPresent();
  }

  Tensor input(int number) throws UnsupportedException {
    return required(number).tensor();
  }

  private Value required(int number) throws UnsupportedException {
    Optional<Value> found = value(number);
    if (found.isEmpty()) {
      throw new UnsupportedException("input %d left out".formatted(number));
    }
    return found.get();
  }

  FloatTensor floats(int number) throws UnsupportedException {
    if (input(number) instanceof FloatTensor floats) {
      return floats;
    }
    throw new UnsupportedException(
        "input '%s' of type %s".formatted(node.inputs().get(number), input(number).kind()));
  }

  /** Whole numbers that the graph holds: axes, shapes and indexes. */
  long[] constantLongs(int number) throws UnsupportedException {
    if (constant(number) instanceof LongTensor longs) {
      return longs.values();
    }
    throw new UnsupportedException(
        "input '%s' that is no int64".formatted(node.inputs().get(number)));
  }

  float constantFloat(int number) throws UnsupportedException {
    if (constant(number) instanceof FloatTensor floats && floats.values().length == 1) {
      return floats.values()[0];
    }
    throw new UnsupportedException(
        "input '%s' that is no single float32".formatted(node.inputs().get(number)));
  }

  private Tensor constant(int number) throws UnsupportedException {
    Value found = required(number);
    if (!found.constant()) {
      throw new UnsupportedException(
          "input '%s' that is no constant".formatted(node.inputs().get(number)));
    }
    return found.tensor();
  }

  /** The node's output, when it is float32. */
  FloatTensor output(Shape shape) throws UnsupportedException {
    FloatTensor made = buffers.floats(shape);
    output = Optional.of(made);
    return made;
  }

  /** The node's output, when it is of another kind. */
  <T extends Tensor> T output(T made) throws UnsupportedException {
    buffers.take(made.bytes());
    output = Optional.of(made);
    return made;
  }

  /** The node's output, of the same kind as an input. */
  Tensor outputLike(Tensor input, Shape shape) throws UnsupportedException {
    return input instanceof FloatTensor ? output(shape) : output(input.alike(shape));
  }

  /** Counts places, before they are listed. */
  void lists(Shape shape) throws UnsupportedException {
    buffers.take((long) shape.count() * Integer.BYTES);
  }

  Tensor bound() {
    return output.orElseThrow();
  }

  /** Says what each run will cost. */
  void costs(long more) {
    multiplications += more;
  }

  long multiplications() {
    return multiplications;
  }
}
