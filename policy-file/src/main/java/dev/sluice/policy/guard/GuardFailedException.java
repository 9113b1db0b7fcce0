package dev.sluice.policy.guard;

/** A message does not have what a guard reads; one line that says what. */
public final class GuardFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Without stack trace: a message's fault, and there may be many. */
  GuardFailedException(String what) {
    super(what, null, false, false);
  }
}
