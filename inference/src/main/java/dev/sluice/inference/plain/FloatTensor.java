package dev.sluice.inference.plain;

/** float32. */
record FloatTensor(Shape shape, float[] values) implements Tensor {
  static FloatTensor of(Shape shape) {
    return new FloatTensor(shape, new float[shape.count()]);
  }

  @Override
  public String kind() {
    return "float32";
  }

  @Override
  public long bytes() {
    return (long) values.length * Float.BYTES;
  }

  @Override
  public Tensor alike(Shape other) {
    return of(other);
  }

  @Override
  public void copy(Tensor source, int from, int count, int at) {
    System.arraycopy(((FloatTensor) source).values, from, values, at, count);
  }

  @Override
  public void take(Tensor source, int[] from, int at) {
    float[] others = ((FloatTensor) source).values;
    for (int i = 0; i < from.length; i++) {
      values[at + i] = others[from[i]];
    }
  }
}
