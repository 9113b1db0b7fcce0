package dev.sluice.inference;

/** A payload does not fit its route's format; the message is one line for the publisher. */
public final class MalformedPayloadException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedPayloadException(String message) {
    super(message);
  }
}
