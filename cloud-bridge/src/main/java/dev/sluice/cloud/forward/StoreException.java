package dev.sluice.cloud.forward;

/** The store cannot be used; the message is one line that says why and what to do. */
public final class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  StoreException(String message) {
    super(message);
  }
}
