package dev.sluice.inference.plain;

import java.util.Map;

/** Operators of two or more inputs that are stretched to one shape and taken value by value. */
final class Pairwise {
  static final Map<String, Operator> OPERATORS =
      Map.ofEntries(
          Map.entry("Add", two((x, y) -> x + y)),
          Map.entry("Sub", two((x, y) -> x - y)),
          Map.entry("Mul", two((x, y) -> x * y)),
          Map.entry("Div", two((x, y) -> x / y)),
          Map.entry("Pow", two((x, y) -> (float) Math.pow(x, y))),
          Map.entry("PRelu", two((x, slope) -> x >= 0 ? x : slope * x)),
          Map.entry("Max", all(Math::max)),
          Map.entry("Min", all(Math::min)),
          Map.entry("Sum", all((x, y) -> x + y)),
          Map.entry("Mean", Pairwise::mean),
          Map.entry("Greater", compare((x, y) -> x > y)),
          Map.entry("GreaterOrEqual", compare((x, y) -> x >= y)),
          Map.entry("Less", compare((x, y) -> x < y)),
          Map.entry("LessOrEqual", compare((x, y) -> x <= y)));

  private Pairwise() {}

  /** A function of two values. */
  @FunctionalInterface
  private interface Function {
    float of(float x, float y);
  }

  /** A statement about two values. */
  @FunctionalInterface
  private interface Test {
    boolean of(float x, float y);
  }

  private static Operator two(Function function) {
    return node -> {
      FloatTensor left = node.floats(0);
      FloatTensor right = node.floats(1);
      Shape shape = left.shape().broadcast(right.shape());
      FloatTensor out = node.output(shape);
      node.costs(shape.count());
      return join(left, right, out, function);
    };
  }

  private static Step join(
      FloatTensor left, FloatTensor right, FloatTensor out, Function function) {
    float[] x = left.values();
    float[] y = right.values();
    float[] to = out.values();
    if (left.shape().equals(right.shape())) {
      return () -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = function.of(x[i], y[i]);
        }
      };
    }
    int[] xs = Places.stretched(left.shape(), out.shape());
    int[] ys = Places.stretched(right.shape(), out.shape());
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = function.of(x[xs[i]], y[ys[i]]);
      }
    };
  }

  private static Operator all(Function function) {
    return node -> fold(node, function);
  }

  /** The output first holds the first input, then what comes of each further one. */
  private static Step fold(Binding node, Function function) throws UnsupportedException {
    Shape shape = node.floats(0).shape();
    for (int i = 1; i < node.inputs(); i++) {
      shape = shape.broadcast(node.floats(i).shape());
    }
    FloatTensor out = node.output(shape);
    node.costs((long) shape.count() * node.inputs());
    FloatTensor first = node.floats(0);
    int[] places = Places.stretched(first.shape(), shape);
    Step[] joins = new Step[node.inputs() - 1];
    for (int i = 0; i < joins.length; i++) {
      joins[i] = join(out, node.floats(i + 1), out, function);
    }
    return () -> {
      out.take(first, places, 0);
      for (Step one : joins) {
        one.run();
      }
    };
  }

  private static Step mean(Binding node) throws UnsupportedException {
    Step sum = fold(node, (x, y) -> x + y);
    float[] out = ((FloatTensor) node.bound()).values();
    int count = node.inputs();
    return () -> {
      sum.run();
      for (int i = 0; i < out.length; i++) {
        out[i] /= count;
      }
    };
  }

  private static Operator compare(Test test) {
    return node -> {
      FloatTensor left = node.floats(0);
      FloatTensor right = node.floats(1);
      Shape shape = left.shape().broadcast(right.shape());
      boolean[] to = node.output(BooleanTensor.of(shape)).values();
      node.costs(shape.count());
      float[] x = left.values();
      float[] y = right.values();
      int[] xs = Places.stretched(left.shape(), shape);
      int[] ys = Places.stretched(right.shape(), shape);
      return () -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = test.of(x[xs[i]], y[ys[i]]);
        }
      };
    };
  }
}
