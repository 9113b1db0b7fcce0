package dev.sluice.inference.openinference;

import java.util.List;

/**
 * One tensor of a message.
 *
 * @param datatype such as FP32; empty where only its name was given
 * @param shape of the dimensions, -1 for any size in metadata
 * @param data row by row; empty in metadata and requested outputs
 */
public record Tensor(String name, String datatype, List<Long> shape, float[] data) {
  public static final String FP32 = "FP32";
  static final long ANY = -1;

  public Tensor {
    shape = List.copyOf(shape);
  }

  /** As metadata tells of it. */
  public static Tensor described(String name, List<Long> shape) {
    return new Tensor(name, FP32, shape, new float[0]);
  }

  /** Whether the data is as much as the shape says, which has no open dimension. */
  boolean isWhole() {
    long values = 1;
    for (long size : shape) {
      if (size < 0 || size > Integer.MAX_VALUE || values > Integer.MAX_VALUE) {
        return false;
      }
      values *= size;
    }
    return values == data.length;
  }

  /** Whether this can be given where {@code wanted} is wanted. */
  boolean fits(List<Long> wanted) {
    if (shape.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!shape.get(i).equals(wanted.get(i)) && shape.get(i) != ANY) {
        return false;
      }
    }
    return true;
  }

  String told() {
    return datatype + " " + shape;
  }
}
