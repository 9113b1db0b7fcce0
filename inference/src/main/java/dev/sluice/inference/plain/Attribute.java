package dev.sluice.inference.plain;

/** The value of one setting of a node. */
sealed interface Attribute {
  /** A whole number. */
  record Whole(long value) implements Attribute {}

  /** A float32. */
  record Real(float value) implements Attribute {}

  /** Bytes of a string. */
  record Word(String value) implements Attribute {}

  /** A list of whole numbers. */
  record Wholes(long[] values) implements Attribute {}

  /** A constant. */
  record Constant(Tensor value) implements Attribute {}

  /** Of a kind that no operator here takes. */
  record Unknown() implements Attribute {}

  default long number(String name) throws UnsupportedException {
    if (this instanceof Whole whole) {
      return whole.value();
    }
    throw wrongKind(name);
  }

  default float real(String name) throws UnsupportedException {
    if (this instanceof Real real) {
      return real.value();
    }
    throw wrongKind(name);
  }

  default long[] numbers(String name) throws UnsupportedException {
    if (this instanceof Wholes wholes) {
      return wholes.values();
    }
    throw wrongKind(name);
  }

  default String word(String name) throws UnsupportedException {
    if (this instanceof Word word) {
      return word.value();
    }
    throw wrongKind(name);
  }

  default Tensor tensor(String name) throws UnsupportedException {
    if (this instanceof Constant constant) {
      return constant.value();
    }
    throw wrongKind(name);
  }

  private static UnsupportedException wrongKind(String name) {
    return new UnsupportedException("attribute '%s' of this kind".formatted(name));
  }
}
