package dev.sluice.sim;

/** A run could not begin; the message is the one line to print. */
final class CannotStartException extends Exception {
  private static final long serialVersionUID = 1L;

  CannotStartException(String message) {
    super(message);
  }
}
