package dev.sluice.cloud.served;

/** A request cannot be served as it is; the text is one line for the caller. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}
