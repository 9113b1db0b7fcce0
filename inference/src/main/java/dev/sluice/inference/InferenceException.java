package dev.sluice.inference;

/** One inference failed; the message is one line for the requester. */
public final class InferenceException extends Exception {
  private static final long serialVersionUID = 1L;

  public InferenceException(String message) {
    super(message);
  }

  public InferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
