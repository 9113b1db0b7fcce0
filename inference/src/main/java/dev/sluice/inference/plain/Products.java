package dev.sluice.inference.plain;

import java.util.Arrays;
import java.util.Map;

/** Products of matrices. */
final class Products {
  static final Map<String, Operator> OPERATORS =
      Map.of("MatMul", Products::matMul, "Gemm", Products::gemm);

  private Products() {}

  /**
   * A matrix as it lies in a tensor.
   *
   * @param rowStep from a value to that of the next row
   * @param columnStep to that of the next column
   */
  private record Matrix(float[] values, int rows, int columns, int rowStep, int columnStep) {
    static Matrix of(FloatTensor tensor, boolean transposed) {
      Shape shape = tensor.shape();
      int columns = shape.fromEnd(1);
      int rows = shape.fromEnd(2);
      return transposed
          ? new Matrix(tensor.values(), columns, rows, 1, columns)
          : new Matrix(tensor.values(), rows, columns, columns, 1);
    }
  }

  /** Stacks of matrices on the left; on the right one, or as many. */
  private static Step matMul(Binding node) throws UnsupportedException {
    FloatTensor left = node.floats(0);
    FloatTensor right = node.floats(1);
    Shape a = left.shape();
    Shape b = right.shape();
    boolean one = b.rank() == 2;
    boolean stack = b.rank() == a.rank() && Arrays.equals(before(a), before(b));
    if (a.rank() < 2 || b.rank() < 2 || a.fromEnd(1) != b.fromEnd(2) || !(one || stack)) {
      throw new UnsupportedException("the shapes %s and %s".formatted(a, b));
    }
    FloatTensor out = node.output(a.with(a.rank() - 1, b.fromEnd(1)));
    int matrices = a.countBefore(a.rank() - 2);
    node.costs((long) a.count() * b.fromEnd(1));
    Matrix x = Matrix.of(left, false);
    Matrix y = Matrix.of(right, false);
    int step = one ? 0 : y.rows() * y.columns();
    return () -> {
      Arrays.fill(out.values(), 0);
      for (int i = 0; i < matrices; i++) {
        multiply(
            x, i * x.rows() * x.columns(), y, i * step, out.values(), i * x.rows() * y.columns());
      }
    };
  }

  private static long[] before(Shape shape) {
    return Arrays.copyOf(shape.longs(), shape.rank() - 2);
  }

  /** alpha A B + beta C, of which C is stretched. */
  private static Step gemm(Binding node) throws UnsupportedException {
    float alpha = node.attributes().real("alpha", 1);
    float beta = node.attributes().real("beta", 1);
    Matrix a = matrix(node, 0, "transA");
    Matrix b = matrix(node, 1, "transB");
    if (a.columns() != b.rows()) {
      throw new UnsupportedException(
          "matrices of %d columns and %d rows".formatted(a.columns(), b.rows()));
    }
    FloatTensor out = node.output(Shape.of(a.rows(), b.columns()));
    node.costs((long) a.rows() * a.columns() * b.columns());
    Step rest = added(node, out, alpha, beta);
    return () -> {
      Arrays.fill(out.values(), 0);
      multiply(a, 0, b, 0, out.values(), 0);
      rest.run();
    };
  }

  private static Matrix matrix(Binding node, int number, String transposed)
      throws UnsupportedException {
    FloatTensor tensor = node.floats(number);
    if (tensor.shape().rank() != 2) {
      throw new UnsupportedException("input %d of the shape %s".formatted(number, tensor.shape()));
    }
    return Matrix.of(tensor, node.attributes().number(transposed, 0) != 0);
  }

  private static Step added(Binding node, FloatTensor out, float alpha, float beta)
      throws UnsupportedException {
    float[] to = out.values();
    float[] more = node.has(2) ? node.floats(2).values() : new float[1];
    Shape shape = node.has(2) ? node.floats(2).shape() : Shape.of(1);
    if (!shape.broadcast(out.shape()).equals(out.shape())) {
      throw new UnsupportedException("a third input of the shape " + shape);
    }
    node.lists(out.shape());
    int[] places = Places.stretched(shape, out.shape());
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = alpha * to[i] + beta * more[places[i]];
      }
    };
  }

  /** Adds the product to what is there; along rows of the right matrix where they are whole. */
  private static void multiply(Matrix a, int aAt, Matrix b, int bAt, float[] to, int at) {
    for (int row = 0; row < a.rows(); row++) {
      int left = aAt + row * a.rowStep();
      int out = at + row * b.columns();
      if (b.columnStep() == 1) {
        addRows(a, left, b, bAt, to, out);
      } else {
        addDots(a, left, b, bAt, to, out);
      }
    }
  }

  private static void addRows(Matrix a, int left, Matrix b, int bAt, float[] to, int out) {
    float[] row = b.values();
    for (int k = 0; k < b.rows(); k++) {
      float factor = a.values()[left + k * a.columnStep()];
      int from = bAt + k * b.rowStep();
      for (int column = 0; column < b.columns(); column++) {
        to[out + column] += factor * row[from + column];
      }
    }
  }

  private static void addDots(Matrix a, int left, Matrix b, int bAt, float[] to, int out) {
    for (int column = 0; column < b.columns(); column++) {
      int from = bAt + column * b.columnStep();
      float sum = 0;
      for (int k = 0; k < b.rows(); k++) {
        sum += a.values()[left + k * a.columnStep()] * b.values()[from + k * b.rowStep()];
      }
      to[out + column] += sum;
    }
  }
}
