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
      return join(node, left, right, out, function);
    };
  }

  private static Step join(
      Binding node, FloatTensor left, FloatTensor right, FloatTensor out, Function function)
      throws UnsupportedException {
    float[] x = left.values();
    float[] y = right.values();
    float[] to = out.values();
    if (left.shape().equals(out.shape()) && right.shape().equals(out.shape())) {
      return () -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = function.of(x[i], y[i]);
        }
      };
    }
    int[] xs = places(node, left, out.shape());
    int[] ys = places(node, right, out.shape());
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = function.of(x[xs[i]], y[ys[i]]);
      }
    };
  }

  private static int[] places(Binding node, FloatTensor input, Shape output)
      throws UnsupportedException {
    node.lists(output);
    return Places.stretched(input.shape(), output);
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
    int[] places = places(node, first, shape);
    Step[] joins = new Step[node.inputs() - 1];
    for (int i = 0; i < joins.length; i++) {
      joins[i] = join(node, out, node.floats(i + 1), out, function);
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
      if (y.length == 1 && shape.equals(left.shape())) {
        return () -> {
          for (int i = 0; i < to.length; i++) {
            to[i] = test.of(x[i], y[0]);
          }
        };
      }
      int[] xs = places(node, left, shape);
      int[] ys = places(node, right, shape);
      return () -> {
        for (int i = 0; i < to.length; i++) {
          to[i] = test.of(x[xs[i]], y[ys[i]]);
        }
      };
    };
  }
}
