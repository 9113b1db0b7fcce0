package dev.sluice.inference;

import java.util.Arrays;

/**
 * The last values of one device on one route: a ring that is padded to the left with its oldest
 * value. One thread at a time.
 */
public final class DeviceWindow {
  private final float[] ring;
  private int next;
  private int filled;

  /**
   * @param length values kept
   */
  public DeviceWindow(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("window length " + length + ": at least 1");
    }
    ring = new float[length];
  }

  /** Appends values, oldest first; of more than the window holds, the last ones stay. */
  public void add(float[] values) {
    for (int i = Math.max(0, values.length - ring.length); i < values.length; i++) {
      ring[next] = values[i];
      next = next + 1 == ring.length ? 0 : next + 1;
    }
    filled = Math.min(ring.length, filled + values.length);
  }

  /**
   * The last {@code length} values, oldest first, a fresh array; where fewer came, the oldest is
   * repeated.
   *
   * @throws IllegalStateException before the first value
   */
  public float[] snapshot() {
    if (filled == 0) {
      throw new IllegalStateException("no value has been added to this window");
    }
    float[] values = new float[ring.length];
    int padding = ring.length - filled;
    int oldest = Math.floorMod(next - filled, ring.length);
    Arrays.fill(values, 0, padding, ring[oldest]);
    int untilEnd = Math.min(filled, ring.length - oldest);
    System.arraycopy(ring, oldest, values, padding, untilEnd);
    System.arraycopy(ring, 0, values, padding + untilEnd, filled - untilEnd);
    return values;
  }
}
