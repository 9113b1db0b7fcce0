package dev.sluice.inference.openai;

/** A stream is not what it should be; the message says how, in one line. */
final class StreamException extends Exception {
  private static final long serialVersionUID = 1L;

  StreamException(String message) {
    super(message);
  }
}
