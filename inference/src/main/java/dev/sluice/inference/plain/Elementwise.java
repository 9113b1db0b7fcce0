package dev.sluice.inference.plain;

import java.util.Map;

/** Operators that make each value of their output of one value of their input. */
final class Elementwise {
  static final Map<String, Operator> OPERATORS =
      Map.ofEntries(
          Map.entry("Abs", plain(Math::abs)),
          Map.entry("Ceil", plain(x -> (float) Math.ceil(x))),
          Map.entry("Exp", plain(x -> (float) Math.exp(x))),
          Map.entry("Floor", plain(x -> (float) Math.floor(x))),
          Map.entry("Log", plain(x -> (float) Math.log(x))),
          Map.entry("Neg", plain(x -> -x)),
          Map.entry("Reciprocal", plain(x -> 1 / x)),
          Map.entry("Relu", plain(x -> x > 0 || Float.isNaN(x) ? x : 0)),
          Map.entry("Sigmoid", plain(x -> (float) (1 / (1 + Math.exp(-x))))),
          Map.entry("Softplus", plain(x -> (float) Math.log1p(Math.exp(x)))),
          Map.entry("Sqrt", plain(x -> (float) Math.sqrt(x))),
          Map.entry("Tanh", plain(x -> (float) Math.tanh(x))),
          Map.entry("Clip", Elementwise::clip),
          Map.entry("Elu", Elementwise::elu),
          Map.entry("HardSigmoid", Elementwise::hardSigmoid),
          Map.entry("LeakyRelu", Elementwise::leakyRelu));

  private Elementwise() {}

  /** A function of one value. */
  @FunctionalInterface
  private interface Function {
    float of(float x);
  }

  private static Operator plain(Function function) {
    return node -> each(node, function);
  }

  private static Step each(Binding node, Function function) throws UnsupportedException {
    FloatTensor input = node.floats(0);
    float[] from = input.values();
    float[] to = node.output(input.shape()).values();
    node.costs(from.length);
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = function.of(from[i]);
      }
    };
  }

  /** Bounds are attributes up to opset 10, inputs from then on. */
  private static Step clip(Binding node) throws UnsupportedException {
    float least = node.attributes().real("min", -Float.MAX_VALUE);
    float most = node.attributes().real("max", Float.MAX_VALUE);
    float low = node.has(1) ? node.constantFloat(1) : least;
    float high = node.has(2) ? node.constantFloat(2) : most;
    return each(node, x -> Math.min(Math.max(x, low), high));
  }

  private static Step elu(Binding node) throws UnsupportedException {
    float alpha = node.attributes().real("alpha", 1);
    return each(node, x -> x >= 0 ? x : (float) (alpha * Math.expm1(x)));
  }

  private static Step hardSigmoid(Binding node) throws UnsupportedException {
    float alpha = node.attributes().real("alpha", 0.2f);
    float beta = node.attributes().real("beta", 0.5f);
    return each(node, x -> Math.max(0, Math.min(1, alpha * x + beta)));
  }

  private static Step leakyRelu(Binding node) throws UnsupportedException {
    float alpha = node.attributes().real("alpha", 0.01f);
    return each(node, x -> x >= 0 ? x : alpha * x);
  }
}
