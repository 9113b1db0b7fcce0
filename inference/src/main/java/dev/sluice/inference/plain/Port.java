package dev.sluice.inference.plain;

import java.util.Arrays;

/**
 * An input or output of a graph as the file declares it.
 *
 * @param type as onnx.proto numbers them
 * @param sizes {@link #OPEN} where the file leaves one open
 */
record Port(String name, int type, long[] sizes) {
  static final long OPEN = -1;

  boolean takes(long... wanted) {
    if (type != TensorReader.FLOAT || sizes.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (sizes[i] != wanted[i] && sizes[i] != OPEN) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "%s of type %d with the shape %s".formatted(name, type, Arrays.toString(sizes));
  }
}
