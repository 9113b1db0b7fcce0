package dev.sluice.edge.journal;

/** The journal cannot be used; the message is one line that says why and what to do. */
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
