package dev.sluice.inference.plain;

import java.util.Arrays;

/**
 * The windows of a convolution or pooling over one or two axes, as a node's attributes describe
 * them. One axis is taken for the second of two.
 *
 * @param shape of an input: number, channel, and the one or two axes
 */
record Windows(Shape shape, SlidingAxis down, SlidingAxis across) {
  /**
   * @param kernel taps along each axis
   */
  static Windows of(Binding node, Shape shape, long[] kernel) throws UnsupportedException {
    int axes = shape.rank() - 2;
    if (axes < 1 || axes > 2 || kernel.length != axes) {
      throw new UnsupportedException("windows over %d axes".formatted(axes));
    }
    node.attributes().requireNumber("ceil_mode", 0);
    long[] strides = node.attributes().numbers("strides").orElse(ones(axes));
    long[] dilations = node.attributes().numbers("dilations").orElse(ones(axes));
    long[] pads = node.attributes().numbers("pads").orElse(new long[2 * axes]);
    String automatic = node.attributes().word("auto_pad", "NOTSET");
    if (strides.length != axes || dilations.length != axes || pads.length != 2 * axes) {
      throw new UnsupportedException("strides, dilations or pads for other axes");
    }
    SlidingAxis[] sliding = new SlidingAxis[axes];
    for (int i = 0; i < axes; i++) {
      sliding[i] =
          axis(
              shape.size(i + 2),
              new long[] {kernel[i], strides[i], dilations[i]},
              new long[] {pads[i], pads[axes + i]},
              automatic);
    }
    return new Windows(shape, axes == 2 ? sliding[0] : SlidingAxis.NONE, sliding[axes - 1]);
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** One window over everything. */
  static Windows whole(Shape shape) throws UnsupportedException {
    if (shape.rank() < 3) {
      throw new UnsupportedException("the shape " + shape);
    }
    int values = shape.countFrom(2);
    return new Windows(shape, SlidingAxis.NONE, new SlidingAxis(values, values, 1, 1, 0, 1));
  }

  /**
   * @param window taps, stride, dilation
   * @param pads before and behind, unless they follow from the word
   */
  private static SlidingAxis axis(int in, long[] window, long[] pads, String automatic)
      throws UnsupportedException {
    int taps = sound("kernel", window[0], 1);
    int stride = sound("stride", window[1], 1);
    int dilation = sound("dilation", window[2], 1);
    int reach = (taps - 1) * dilation + 1;
    int before = sound("pad", pads[0], 0);
    int behind = sound("pad", pads[1], 0);
    switch (automatic) {
      case "NOTSET" -> {}
      case "VALID" -> {
        before = 0;
        behind = 0;
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        int places = (in + stride - 1) / stride;
        int pad = Math.max(0, (places - 1) * stride + reach - in);
        before = automatic.equals("SAME_UPPER") ? pad / 2 : pad - pad / 2;
        behind = pad - before;
      }
      default -> throw new UnsupportedException("auto_pad " + automatic);
    }
    int room = in + before + behind - reach;
    if (room < 0) {
      throw new UnsupportedException("a window of %d over %d values".formatted(reach, in));
    }
    return new SlidingAxis(in, taps, stride, dilation, before, room / stride + 1);
  }

  private static int sound(String what, long value, int least) throws UnsupportedException {
    if (value < least || value > 1 << 16) {
      throw new UnsupportedException("%s %d".formatted(what, value));
    }
    return (int) value;
  }

  /** Of an output with so many channels. */
  Shape output(int channels) throws UnsupportedException {
    long[] sizes = shape.longs();
    sizes[1] = channels;
    Arrays.fill(sizes, 2, sizes.length, 1);
    sizes[sizes.length - 1] = across.out();
    if (down.out() > 1) {
      sizes[2] = down.out();
    }
    return Shape.of(sizes);
  }

  int taps() {
    return down.taps() * across.taps();
  }

  int valuesIn() {
    return down.in() * across.in();
  }

  int valuesOut() {
    return down.out() * across.out();
  }
}
