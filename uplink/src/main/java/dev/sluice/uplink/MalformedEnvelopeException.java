package dev.sluice.uplink;

/** The bytes are no envelope, or one of a version that this side does not know. */
public final class MalformedEnvelopeException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedEnvelopeException(String message) {
    super(message);
  }
}
