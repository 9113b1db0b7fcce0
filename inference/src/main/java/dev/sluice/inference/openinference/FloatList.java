package dev.sluice.inference.openinference;

import java.util.Arrays;

/** Values as they are read, up to a bound, without boxes. */
final class FloatList {
  private static final int FIRST = 64;

  private final int max;
  private float[] values;
  private int size;

  FloatList(int max) {
    this.max = max;
    this.values = new float[Math.min(FIRST, max)];
  }

  /** False when it is full. */
  boolean add(float value) {
    if (size == max) {
      return false;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.min(max, size * 2));
    }
    values[size++] = value;
    return true;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
