package dev.sluice.bench.load;

/** A run that cannot go on: a broker refused, closed a connection, or stood still. */
public final class LoadException extends Exception {
  private static final long serialVersionUID = 1;

  public LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
