package dev.sluice.inference.plain;

/**
 * How a window slides along one axis.
 *
 * @param in values along it
 * @param taps of the window
 * @param stride from one place of the window to the next
 * @param dilation from one tap to the next
 * @param before padding in front of the first value
 * @param out places of the window
 */
record SlidingAxis(int in, int taps, int stride, int dilation, int before, int out) {
  /** Where there is no such axis. */
  static final SlidingAxis NONE = new SlidingAxis(1, 1, 1, 1, 0, 1);

  /** The value that a tap meets at the window's first place; negative in the padding. */
  int offset(int tap) {
    return tap * dilation - before;
  }

  /** The first place at which a tap does not meet the padding before. */
  int first(int tap) {
    int offset = offset(tap);
    return offset >= 0 ? 0 : Math.min(out, (-offset + stride - 1) / stride);
  }

  /** The first place after that at which it meets the padding behind. */
  int end(int tap) {
    int left = in - offset(tap);
    return left <= 0 ? 0 : Math.min(out, (left + stride - 1) / stride);
  }
}
