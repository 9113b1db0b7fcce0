package dev.sluice.policy.guard;

/** An expression that cannot be compiled: what is wrong with it and what to write, and where. */
public final class GuardSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  GuardSyntaxException(int offset, String what) {
    super(what);
    this.offset = offset;
  }

  /** Characters of the expression before the place, from 0. */
  public int offset() {
    return offset;
  }
}
