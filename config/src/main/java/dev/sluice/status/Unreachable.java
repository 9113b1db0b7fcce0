package dev.sluice.status;

/** A program that does not tell how it is; the message says why, and what to do. */
final class Unreachable extends Exception {
  private static final long serialVersionUID = 1L;

  Unreachable(String why) {
    super(why);
  }
}
