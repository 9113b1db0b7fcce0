package dev.sluice.inference.plain;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that make one value of all along some axes. */
final class Reductions {
  static final Map<String, Operator> OPERATORS =
      Map.of(
          "ReduceMean", node -> bind(node, Reductions::mean),
          "ReduceSum", node -> bind(node, Reductions::sum),
          "ReduceMax", node -> bind(node, Reductions::max),
          "ReduceMin", node -> bind(node, Reductions::min));

  private Reductions() {}

  /** One value of those at some places. */
  @FunctionalInterface
  private interface Fold {
    float of(float[] values, int[] places, int first, int count);
  }

  private static Step bind(Binding node, Fold fold) throws UnsupportedException {
    FloatTensor input = node.floats(0);
    Shape shape = input.shape();
    boolean keeps = node.attributes().number("keepdims", 1) != 0;
    boolean[] reduced = axes(node, shape);
    int[] kept = IntStream.range(0, reduced.length).filter(i -> !reduced[i]).toArray();
    int[] gone = IntStream.range(0, reduced.length).filter(i -> reduced[i]).toArray();
    int[] order = IntStream.concat(Arrays.stream(kept), Arrays.stream(gone)).toArray();
    long[] sizes =
        IntStream.range(0, reduced.length)
            .filter(axis -> keeps || !reduced[axis])
            .mapToLong(axis -> reduced[axis] ? 1 : shape.size(axis))
            .toArray();
    float[] to = node.output(Shape.of(sizes)).values();
    node.costs(shape.count());
    float[] from = input.values();
    node.lists(shape);
    int[] places = Places.permuted(shape, order);
    int count = shape.permuted(gone).count();
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = fold.of(from, places, i * count, count);
      }
    };
  }

  /** An attribute or, in later opsets, an input; all axes where neither is there. */
  private static boolean[] axes(Binding node, Shape shape) throws UnsupportedException {
    boolean[] reduced = new boolean[shape.rank()];
    long[] named = node.attributes().numbers("axes").orElse(new long[0]);
    if (node.has(1)) {
      named = node.constantLongs(1);
    }
    node.attributes().requireNumber("noop_with_empty_axes", 0);
    if (named.length == 0) {
      Arrays.fill(reduced, true);
    }
    for (long axis : named) {
      reduced[shape.axis(axis)] = true;
    }
    return reduced;
  }

  private static float mean(float[] values, int[] places, int first, int count) {
    return (float) (exactSum(values, places, first, count) / count);
  }

  private static float sum(float[] values, int[] places, int first, int count) {
    return (float) exactSum(values, places, first, count);
  }

  /** In float64: what is left of large values after their mean is taken away is sensitive to it. */
  private static double exactSum(float[] values, int[] places, int first, int count) {
    double sum = 0;
    for (int i = first; i < first + count; i++) {
      sum += values[places[i]];
    }
    return sum;
  }

  private static float max(float[] values, int[] places, int first, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = first; i < first + count; i++) {
      max = Math.max(max, values[places[i]]);
    }
    return max;
  }

  private static float min(float[] values, int[] places, int first, int count) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = first; i < first + count; i++) {
      min = Math.min(min, values[places[i]]);
    }
    return min;
  }
}
