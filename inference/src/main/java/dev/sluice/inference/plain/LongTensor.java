package dev.sluice.inference.plain;

/** int64: sizes, axes and indexes. */
record LongTensor(Shape shape, long[] values) implements Tensor {
  @Override
  public String kind() {
    return "int64";
  }

  @Override
  public long bytes() {
    return (long) values.length * Long.BYTES;
  }

  @Override
  public Tensor alike(Shape other) {
    return new LongTensor(other, new long[other.count()]);
  }

  @Override
  public void copy(Tensor source, int from, int count, int at) {
    System.arraycopy(((LongTensor) source).values, from, values, at, count);
  }

  @Override
  public void take(Tensor source, int[] from, int at) {
    long[] others = ((LongTensor) source).values;
    for (int i = 0; i < from.length; i++) {
      values[at + i] = others[from[i]];
    }
  }
}
