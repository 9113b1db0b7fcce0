package dev.sluice.sim.world.check;

/** Something that must hold did not. */
public final class BrokenRule extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  /**
   * @param what was seen instead, one line
   */
  public BrokenRule(Rule rule, String what) {
    super(what);
    this.rule = rule;
  }

  /** With the exception that a core threw. */
  public BrokenRule(Rule rule, RuntimeException thrown) {
    super(thrown.toString(), thrown);
    this.rule = rule;
  }

  public Rule rule() {
    return rule;
  }
}
