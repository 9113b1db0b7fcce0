package dev.sluice.spool;

/** A spool cannot be used; the message is one line that says why and what to do. */
public final class SpoolException extends Exception {
  private static final long serialVersionUID = 1L;

  public SpoolException(String message) {
    super(message);
  }
}
