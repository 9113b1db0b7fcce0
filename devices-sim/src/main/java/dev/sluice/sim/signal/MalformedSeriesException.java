package dev.sluice.sim.signal;

/** A recorded series cannot be read; the message says where, what, and what was expected. */
public final class MalformedSeriesException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedSeriesException(String message) {
    super(message);
  }
}
