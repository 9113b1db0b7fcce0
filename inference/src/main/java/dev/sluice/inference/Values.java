package dev.sluice.inference;

import java.util.Arrays;

/** The values of one payload while it is decoded: bounded, finite, at least one. */
final class Values {
  private static final int FIRST_CAPACITY = 64;

  private final int max;
  private float[] values;
  private int size;

  Values(int max) {
    this.max = max;
    values = new float[Math.min(max, FIRST_CAPACITY)];
  }

  /**
   * @param place where the value stands, for the complaint
   */
  void add(float value, Place place) throws MalformedPayloadException {
    if (!Float.isFinite(value)) {
      throw place.malformed("a value is too large or not a number");
    }
    if (size == max) {
      throw place.malformed("more than " + max + " values");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.min(max, size * 2));
    }
    values[size++] = value;
  }

  float[] atLeastOne(Place place) throws MalformedPayloadException {
    if (size == 0) {
      throw place.malformed("no value");
    }
    return Arrays.copyOf(values, size);
  }

  /** Where the decoder is; asked for its text only when something is wrong. */
  interface Place {
    String text();

    default MalformedPayloadException malformed(String what) {
      return new MalformedPayloadException(text() + ": " + what);
    }
  }
}
