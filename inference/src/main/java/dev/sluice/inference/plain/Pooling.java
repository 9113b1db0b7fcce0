package dev.sluice.inference.plain;

import java.util.Arrays;
import java.util.Map;

/** The largest value or the mean of each window. */
final class Pooling implements Step {
  static final Map<String, Operator> OPERATORS =
      Map.of(
          "MaxPool", node -> max(node, sliding(node)),
          "AveragePool", Pooling::average,
          "GlobalMaxPool", node -> max(node, Windows.whole(node.floats(0).shape())),
          "GlobalAveragePool", node -> mean(node, Windows.whole(node.floats(0).shape()), 0));

  private final Windows windows;
  private final float[] from;
  private final float[] to;
  private final int planes;
  private final boolean largest;
  private final float[] counts;

  /**
   * @param counts what a sum is divided by at each place; empty for the largest
   */
  private Pooling(Windows windows, FloatTensor input, FloatTensor output, float[] counts) {
    this.windows = windows;
    this.from = input.values();
    this.to = output.values();
    this.planes = input.shape().countBefore(2);
    this.largest = counts.length == 0;
    this.counts = counts;
  }

  private static Windows sliding(Binding node) throws UnsupportedException {
    node.attributes().requireNumber("storage_order", 0);
    long[] kernel = node.attributes().numbers("kernel_shape").orElse(new long[0]);
    return Windows.of(node, node.floats(0).shape(), kernel);
  }

  private static Step max(Binding node, Windows windows) throws UnsupportedException {
    return new Pooling(windows, node.floats(0), output(node, windows), new float[0]);
  }

  private static Step average(Binding node) throws UnsupportedException {
    long padding = node.attributes().number("count_include_pad", 0);
    return mean(node, sliding(node), padding);
  }

  private static Step mean(Binding node, Windows windows, long paddingCounts)
      throws UnsupportedException {
    float[] counts = new float[windows.valuesOut()];
    Step step = new Pooling(windows, node.floats(0), output(node, windows), counts);
    if (paddingCounts == 0) {
      ((Pooling) step).count();
    } else {
      Arrays.fill(counts, windows.taps());
    }
    return step;
  }

  private static FloatTensor output(Binding node, Windows windows) throws UnsupportedException {
    FloatTensor output = node.output(windows.output(windows.shape().size(1)));
    node.costs((long) output.shape().count() * windows.taps());
    return output;
  }

  /** How many values each window meets. */
  private void count() {
    SlidingAxis down = windows.down();
    SlidingAxis across = windows.across();
    for (int y = 0; y < down.taps(); y++) {
      for (int x = 0; x < across.taps(); x++) {
        for (int row = down.first(y); row < down.end(y); row++) {
          for (int i = across.first(x); i < across.end(x); i++) {
            counts[row * across.out() + i]++;
          }
        }
      }
    }
  }

  @Override
  public void run() {
    Arrays.fill(to, largest ? Float.NEGATIVE_INFINITY : 0);
    for (int plane = 0; plane < planes; plane++) {
      int in = plane * windows.valuesIn();
      int out = plane * windows.valuesOut();
      for (int y = 0; y < windows.down().taps(); y++) {
        for (int x = 0; x < windows.across().taps(); x++) {
          tap(in, out, y, x);
        }
      }
      divide(out);
    }
  }

  private void tap(int in, int out, int y, int x) {
    SlidingAxis down = windows.down();
    SlidingAxis across = windows.across();
    for (int row = down.first(y); row < down.end(y); row++) {
      int line = in + (row * down.stride() + down.offset(y)) * across.in() + across.offset(x);
      int at = out + row * across.out();
      for (int i = across.first(x); i < across.end(x); i++) {
        float value = from[line + i * across.stride()];
        to[at + i] = largest ? Math.max(to[at + i], value) : to[at + i] + value;
      }
    }
  }

  private void divide(int out) {
    for (int i = 0; i < counts.length; i++) {
      to[out + i] /= counts[i];
    }
  }
}
