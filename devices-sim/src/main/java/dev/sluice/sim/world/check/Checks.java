package dev.sluice.sim.world.check;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** How often each rule was looked at: a rule that was never checked was never kept either. */
public final class Checks {
  private static final class Count {
    private long value;
  }

  private final Map<Rule, Count> counts = new EnumMap<>(Rule.class);

  /** None was looked at yet. */
  public Checks() {
    for (Rule rule : Rule.values()) {
      counts.put(rule, new Count());
    }
  }

  void checked(Rule rule) {
    counts.get(rule).value++;
  }

  /**
   * @param what was seen instead, asked for only then
   * @throws BrokenRule when it does not hold
   */
  public void require(Rule rule, boolean holds, Supplier<String> what) {
    checked(rule);
    if (!holds) {
      throw new BrokenRule(rule, what.get());
    }
  }

  /** Times that the rule was checked. */
  public long of(Rule rule) {
    return counts.get(rule).value;
  }

  /** Adds those of another world. */
  public void add(Checks other) {
    counts.forEach((rule, count) -> count.value += other.of(rule));
  }
}
