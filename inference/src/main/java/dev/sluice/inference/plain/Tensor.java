package dev.sluice.inference.plain;

/** Values of one kind in row-major order; those of a step's output are written at each run. */
sealed interface Tensor permits FloatTensor, LongTensor, BooleanTensor {
  Shape shape();

  /** As a message names it. */
  String kind();

  /** What it takes in memory. */
  long bytes();

  /** A new one of the same kind. */
  Tensor alike(Shape other);

  /** Writes values of another tensor of the same kind that lie in a row. */
  void copy(Tensor source, int from, int count, int at);

  /**
   * Writes values of another tensor of the same kind.
   *
   * @param from their places in it, in the order in which they come here
   * @param at where the first comes
   */
  void take(Tensor source, int[] from, int at);
}
