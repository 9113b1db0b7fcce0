package dev.sluice.inference.plain;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that leave values and their order as they are. */
final class Reshaping {
  static final Map<String, Operator> OPERATORS =
      Map.of(
          "Identity", node -> copy(node, node.input(0).shape()),
          "Dropout", Reshaping::dropout,
          "Reshape", Reshaping::reshape,
          "Flatten", Reshaping::flatten,
          "Squeeze", Reshaping::squeeze,
          "Unsqueeze", Reshaping::unsqueeze,
          "Constant", Reshaping::constant,
          "Cast", Casts::bind);

  private Reshaping() {}

  private static Step copy(Binding node, Shape shape) throws UnsupportedException {
    Tensor input = node.input(0);
    if (shape.count() != input.shape().count()) {
      throw new UnsupportedException("the shape %s for %s".formatted(shape, input.shape()));
    }
    Tensor output = node.outputLike(input, shape);
    return () -> output.copy(input, 0, shape.count(), 0);
  }

  /** Of a trained network nothing is dropped. */
  private static Step dropout(Binding node) throws UnsupportedException {
    node.attributes().real("ratio", 0);
    node.attributes().number("seed", 0);
    if (node.has(2)) {
      throw new UnsupportedException("training_mode");
    }
    return copy(node, node.input(0).shape());
  }

  /** 0 keeps a size, -1 is what is left over. */
  private static Step reshape(Binding node) throws UnsupportedException {
    node.attributes().requireNumber("allowzero", 0);
    Shape from = node.input(0).shape();
    long[] sizes = node.constantLongs(1).clone();
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 0) {
        sizes[i] = i < from.rank() ? from.size(i) : 0;
      }
      known *= sizes[i] == -1 ? 1 : sizes[i];
    }
    long rest = known == 0 ? 0 : from.count() / known;
    return copy(
        node, Shape.of(Arrays.stream(sizes).map(size -> size == -1 ? rest : size).toArray()));
  }

  private static Step flatten(Binding node) throws UnsupportedException {
    Shape from = node.input(0).shape();
    long named = node.attributes().number("axis", 1);
    int axis = named == from.rank() ? from.rank() : from.axis(named);
    return copy(node, Shape.of(from.countBefore(axis), from.countFrom(axis)));
  }

  /** An attribute or, from opset 13 on, an input. */
  private static Optional<long[]> axes(Binding node) throws UnsupportedException {
    Optional<long[]> attribute = node.attributes().numbers("axes");
    return node.has(1) ? Optional.of(node.constantLongs(1)) : attribute;
  }

  private static Step squeeze(Binding node) throws UnsupportedException {
    Shape from = node.input(0).shape();
    boolean[] gone = new boolean[from.rank()];
    Optional<long[]> named = axes(node);
    for (int i = 0; i < gone.length; i++) {
      gone[i] = named.isEmpty() && from.size(i) == 1;
    }
    for (long axis : named.orElse(new long[0])) {
      gone[from.axis(axis)] = true;
    }
    long[] sizes =
        IntStream.range(0, gone.length)
            .filter(i -> !gone[i])
            .mapToLong(i -> from.size(i))
            .toArray();
    return copy(node, Shape.of(sizes));
  }

  private static Step unsqueeze(Binding node) throws UnsupportedException {
    Shape from = node.input(0).shape();
    long[] named = axes(node).orElse(new long[0]);
    long[] sizes = new long[from.rank() + named.length];
    Shape places = Shape.of(LongStream.generate(() -> 1).limit(sizes.length).toArray());
    for (long axis : named) {
      sizes[places.axis(axis)] = 1;
    }
    int next = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 0) {
        sizes[i] = next < from.rank() ? from.size(next++) : 1;
      }
    }
    return copy(node, Shape.of(sizes));
  }

  private static Step constant(Binding node) throws UnsupportedException {
    Optional<Tensor> value = node.attributes().tensor("value");
    if (value.isEmpty()) {
      throw new UnsupportedException("a constant that is no tensor");
    }
    node.output(value.get());
    return () -> {};
  }
}
