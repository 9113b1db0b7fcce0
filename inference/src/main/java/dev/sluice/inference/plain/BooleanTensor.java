package dev.sluice.inference.plain;

/** What comparisons say. */
record BooleanTensor(Shape shape, boolean[] values) implements Tensor {
  static BooleanTensor of(Shape shape) {
    return new BooleanTensor(shape, new boolean[shape.count()]);
  }

  @Override
  public String kind() {
    return "bool";
  }

  @Override
  public long bytes() {
    return values.length;
  }

  @Override
  public Tensor alike(Shape other) {
    return of(other);
  }

  @Override
  public void copy(Tensor source, int from, int count, int at) {
    System.arraycopy(((BooleanTensor) source).values, from, values, at, count);
  }

  @Override
  public void take(Tensor source, int[] from, int at) {
    boolean[] others = ((BooleanTensor) source).values;
    for (int i = 0; i < from.length; i++) {
      values[at + i] = others[from[i]];
    }
  }
}
