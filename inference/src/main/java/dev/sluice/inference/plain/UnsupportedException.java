package dev.sluice.inference.plain;

/** A graph asks for what this runtime does not have; the message says what, in one clause. */
final class UnsupportedException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsupportedException(String message) {
    super(message);
  }
}
