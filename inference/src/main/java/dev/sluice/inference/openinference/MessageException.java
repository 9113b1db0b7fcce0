package dev.sluice.inference.openinference;

/** A message is not what the protocol wants; the text is one line, and names no content. */
public final class MessageException extends Exception {
  private static final long serialVersionUID = 1L;

  public MessageException(String message) {
    super(message);
  }
}
