package dev.sluice.inference.plain;

import java.util.Map;

/** Operators that bring values to a common scale. */
final class Normalization {
  /** From here on Softmax looks along one axis; before, along all from that one on. */
  private static final int SOFTMAX_ALONG_ONE_AXIS = 13;

  static final Map<String, Operator> OPERATORS =
      Map.of(
          "BatchNormalization", Normalization::batch,
          "Softmax", node -> softmax(node, false),
          "LogSoftmax", node -> softmax(node, true));

  private Normalization() {}

  /** By what was learned of each channel: a factor and a summand. */
  private static Step batch(Binding node) throws UnsupportedException {
    FloatTensor input = node.floats(0);
    Shape shape = input.shape();
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    node.attributes().real("momentum", 0);
    node.attributes().requireNumber("training_mode", 0);
    int channels = shape.rank() < 2 ? 0 : shape.size(1);
    float[][] learned = new float[4][];
    for (int i = 0; i < learned.length; i++) {
      learned[i] = node.floats(i + 1).values();
      if (learned[i].length != channels) {
        throw new UnsupportedException("input %d for %d channels".formatted(i + 1, channels));
      }
    }
    float[] from = input.values();
    float[] to = node.output(shape).values();
    node.costs(to.length);
    int values = shape.countFrom(2);
    return () -> {
      for (int start = 0; start < to.length; start += values) {
        int channel = start / values % channels;
        float factor = learned[0][channel] / (float) Math.sqrt(learned[3][channel] + epsilon);
        float summand = learned[1][channel] - learned[2][channel] * factor;
        for (int i = start; i < start + values; i++) {
          to[i] = from[i] * factor + summand;
        }
      }
    };
  }

  private static Step softmax(Binding node, boolean logarithm) throws UnsupportedException {
    FloatTensor input = node.floats(0);
    Shape shape = input.shape();
    boolean one = node.opset() >= SOFTMAX_ALONG_ONE_AXIS;
    int axis = shape.axis(node.attributes().number("axis", one ? -1 : 1));
    int count = one ? shape.size(axis) : shape.countFrom(axis);
    int step = one ? shape.countFrom(axis + 1) : 1;
    float[] from = input.values();
    float[] to = node.output(shape).values();
    // An exponential takes as long as some ten multiplications.
    node.costs(10L * to.length);
    int rows = count == 0 ? 0 : to.length / count;
    return () -> {
      for (int row = 0; row < rows; row++) {
        scale(from, to, row / step * step * count + row % step, step, count, logarithm);
      }
    };
  }

  /** The largest value is taken away first, so that no exponential overflows. */
  private static void scale(
      float[] from, float[] to, int first, int step, int count, boolean logarithm) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, from[first + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(from[first + i * step] - max);
    }
    for (int i = 0; i < count; i++) {
      double above = from[first + i * step] - max;
      to[first + i * step] = (float) (logarithm ? above - Math.log(sum) : Math.exp(above) / sum);
    }
  }
}
