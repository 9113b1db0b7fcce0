package dev.sluice.sim.world.check;

import java.util.function.Supplier;

/** How often each rule was looked at: a rule that was never checked was never kept either. */
public final class Checks {
  private static final int RULES = Rule.values().length;

  private final long[] counts = new long[RULES];

  void checked(Rule rule) {
    counts[rule.ordinal()]++;
  }

  /**
   * @param what was seen instead, asked for only then
   * @throws BrokenRule when it does not hold
   */
  public void require(Rule rule, boolean holds, Supplier<String> what) {
    counts[rule.ordinal()]++;
    if (!holds) {
      throw new BrokenRule(rule, what.get());
    }
  }

  /** Times that the rule was checked. */
  public long of(Rule rule) {
    return counts[rule.ordinal()];
  }

  /** Adds those of another world. */
  public void add(Checks other) {
    for (int i = 0; i < RULES; i++) {
      counts[i] += other.counts[i];
    }
  }
}
