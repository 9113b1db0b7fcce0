package dev.sluice.inference.plain;

/** Cast among float32, int64 and bool. */
final class Casts {
  private static final int BOOL = 9;

  private Casts() {}

  static Step bind(Binding node) throws UnsupportedException {
    int to = (int) node.attributes().number("to", 0);
    Tensor input = node.input(0);
    node.costs(input.shape().count());
    return switch (to) {
      case TensorReader.FLOAT -> toFloat(input, node.output(input.shape()).values());
      case TensorReader.INT64 -> toLong(node, input);
      case BOOL -> toBoolean(node, input);
      default -> throw new UnsupportedException("a cast to type " + to);
    };
  }

  private static Step toFloat(Tensor input, float[] to) {
    Reader reader = reader(input);
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = (float) reader.at(i);
      }
    };
  }

  private static Step toLong(Binding node, Tensor input) throws UnsupportedException {
    Shape shape = input.shape();
    long[] to = node.output(new LongTensor(shape, new long[shape.count()])).values();
    if (input instanceof LongTensor longs) {
      return () -> System.arraycopy(longs.values(), 0, to, 0, to.length);
    }
    Reader reader = reader(input);
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = (long) reader.at(i);
      }
    };
  }

  private static Step toBoolean(Binding node, Tensor input) throws UnsupportedException {
    boolean[] to = node.output(BooleanTensor.of(input.shape())).values();
    Reader reader = reader(input);
    return () -> {
      for (int i = 0; i < to.length; i++) {
        to[i] = reader.at(i) != 0;
      }
    };
  }

  /** One value of any kind. */
  @FunctionalInterface
  private interface Reader {
    double at(int index);
  }

  private static Reader reader(Tensor input) {
    if (input instanceof FloatTensor floats) {
      return i -> floats.values()[i];
    }
    if (input instanceof LongTensor longs) {
      return i -> longs.values()[i];
    }
    BooleanTensor booleans = (BooleanTensor) input;
    return i -> booleans.values()[i] ? 1 : 0;
  }
}
