package dev.sluice.inference.plain;

import java.util.Arrays;

/** Sizes of a tensor along its axes, all known. */
final class Shape {
  private static final int COUNT_MAX = 1 << 28;

  private final int[] sizes;
  private final int count;

  private Shape(int[] sizes, int count) {
    this.sizes = sizes;
    this.count = count;
  }

  /**
   * @throws UnsupportedException when a size is negative, or there are too many values
   */
  static Shape of(long... sizes) throws UnsupportedException {
    long count = 1;
    for (long size : sizes) {
      if (size < 0 || size > COUNT_MAX || count * size > COUNT_MAX) {
        throw new UnsupportedException("a tensor of the shape " + Arrays.toString(sizes));
      }
      count *= size;
    }
    return new Shape(Arrays.stream(sizes).mapToInt(size -> (int) size).toArray(), (int) count);
  }

  /** As {@link #of}, of sizes that are known to be right. */
  private static Shape sound(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return new Shape(sizes, count);
  }

  int rank() {
    return sizes.length;
  }

  int size(int axis) {
    return sizes[axis];
  }

  /** Values in all. */
  int count() {
    return count;
  }

  /** Values for each index along the axes before this one. */
  int countFrom(int axis) {
    int product = 1;
    for (int i = axis; i < sizes.length; i++) {
      product *= sizes[i];
    }
    return product;
  }

  int countBefore(int axis) {
    int product = 1;
    for (int i = 0; i < axis; i++) {
      product *= sizes[i];
    }
    return product;
  }

  /** An axis as ONNX names it: negative ones count from the end. */
  int axis(long named) throws UnsupportedException {
    long axis = named < 0 ? named + sizes.length : named;
    if (axis < 0 || axis >= sizes.length) {
      throw new UnsupportedException("axis %d of the shape %s".formatted(named, this));
    }
    return (int) axis;
  }

  /** Steps in the values from one index to the next, along each axis. */
  int[] strides() {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= sizes[i];
    }
    return strides;
  }

  /** With another size along one axis. */
  Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis] = size;
    return sound(changed);
  }

  /** The axes in another order. */
  Shape permuted(int[] order) {
    return sound(Arrays.stream(order).map(axis -> sizes[axis]).toArray());
  }

  long[] longs() {
    return Arrays.stream(sizes).asLongStream().toArray();
  }

  /** The one that both can be stretched to. */
  Shape broadcast(Shape other) throws UnsupportedException {
    int rank = Math.max(rank(), other.rank());
    long[] both = new long[rank];
    for (int i = 0; i < rank; i++) {
      int mine = fromEnd(rank - i);
      int its = other.fromEnd(rank - i);
      if (mine != its && mine != 1 && its != 1) {
        throw new UnsupportedException("the shapes %s and %s together".formatted(this, other));
      }
      both[i] = mine == 1 ? its : mine;
    }
    return of(both);
  }

  /** The size of the axis that is so far from the end; 1 where there is none. */
  int fromEnd(int distance) {
    return distance > sizes.length ? 1 : sizes[sizes.length - distance];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
