package dev.sluice.inference.plain;

import java.util.Arrays;

/** Conv over one or two axes: each weight is added to all places that it reaches, row by row. */
final class Convolution implements Step {
  private final Windows windows;
  private final float[] from;
  private final float[] weights;
  private final float[] biases;
  private final float[] to;
  private final int numbers;
  private final int channelsIn;
  private final int channelsOut;
  private final int group;

  private Convolution(
      Windows windows, FloatTensor input, FloatTensor weights, float[] biases, FloatTensor output) {
    this.windows = windows;
    this.from = input.values();
    this.weights = weights.values();
    this.biases = biases;
    this.to = output.values();
    this.numbers = input.shape().size(0);
    this.channelsIn = input.shape().size(1);
    this.channelsOut = weights.shape().size(0);
    this.group = weights.shape().size(1);
  }

  static Step bind(Binding node) throws UnsupportedException {
    FloatTensor input = node.floats(0);
    FloatTensor weights = node.floats(1);
    Shape shape = weights.shape();
    long groups = node.attributes().number("group", 1);
    boolean fits =
        shape.rank() == input.shape().rank()
            && shape.rank() > 2
            && shape.size(1) * groups == input.shape().size(1)
            && groups > 0
            && shape.size(0) % groups == 0;
    if (!fits) {
      throw new UnsupportedException("weights %s for the input %s".formatted(shape, input.shape()));
    }
    long[] kernel = Arrays.copyOfRange(shape.longs(), 2, shape.rank());
    if (!Arrays.equals(node.attributes().numbers("kernel_shape").orElse(kernel), kernel)) {
      throw new UnsupportedException("a kernel_shape other than that of the weights");
    }
    Windows windows = Windows.of(node, input.shape(), kernel);
    FloatTensor output = node.output(windows.output(shape.size(0)));
    node.costs((long) output.shape().count() * shape.size(1) * windows.taps());
    float[] biases = node.has(2) ? node.floats(2).values() : new float[shape.size(0)];
    return new Convolution(windows, input, weights, biases, output);
  }

  @Override
  public void run() {
    int perGroup = channelsOut / (channelsIn / group);
    for (int number = 0; number < numbers; number++) {
      for (int channel = 0; channel < channelsOut; channel++) {
        int out = (number * channelsOut + channel) * windows.valuesOut();
        Arrays.fill(to, out, out + windows.valuesOut(), biases[channel]);
        int firstIn = number * channelsIn + channel / perGroup * group;
        for (int i = 0; i < group; i++) {
          plane((firstIn + i) * windows.valuesIn(), (channel * group + i) * windows.taps(), out);
        }
      }
    }
  }

  /** All taps of one kernel over one channel. */
  private void plane(int in, int weight, int out) {
    SlidingAxis down = windows.down();
    SlidingAxis across = windows.across();
    for (int y = 0; y < down.taps(); y++) {
      for (int x = 0; x < across.taps(); x++) {
        tap(in, out, y, x, weights[weight + y * across.taps() + x]);
      }
    }
  }

  private void tap(int in, int out, int y, int x, float weight) {
    SlidingAxis down = windows.down();
    SlidingAxis across = windows.across();
    int first = across.first(x);
    int end = across.end(x);
    for (int row = down.first(y); row < down.end(y); row++) {
      int line = in + (row * down.stride() + down.offset(y)) * across.in() + across.offset(x);
      int at = out + row * across.out();
      if (across.stride() == 1) {
        for (int i = first; i < end; i++) {
          to[at + i] += weight * from[line + i];
        }
      } else {
        for (int i = first; i < end; i++) {
          to[at + i] += weight * from[line + i * across.stride()];
        }
      }
    }
  }
}
