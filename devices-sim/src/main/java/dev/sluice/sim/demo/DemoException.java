package dev.sluice.sim.demo;

/** The demonstration cannot go on; the message says what happened, where, and what the log said. */
final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
