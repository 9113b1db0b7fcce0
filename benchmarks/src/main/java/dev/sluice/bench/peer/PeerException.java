package dev.sluice.bench.peer;

/** A broker that cannot be started, or has ended. */
public final class PeerException extends Exception {
  private static final long serialVersionUID = 1;

  PeerException(String message) {
    super(message);
  }

  PeerException(String message, Throwable cause) {
    super(message, cause);
  }
}
