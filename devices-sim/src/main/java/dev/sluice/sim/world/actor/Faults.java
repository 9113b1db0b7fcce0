package dev.sluice.sim.world.actor;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Which faults this world has, whether they still strike, and how often they did. */
public final class Faults {
  private final Set<Fault> enabled;
  private final Map<Fault, Long> struck = new EnumMap<>(Fault.class);
  private boolean over;

  Faults(Set<Fault> enabled) {
    this.enabled = enabled;
  }

  /** Whether it strikes now, with that probability; counted when it does. */
  boolean strike(Fault fault, double probability, SplittableRandom random) {
    if (over || !enabled.contains(fault) || random.nextDouble() >= probability) {
      return false;
    }
    count(fault);
    return true;
  }

  boolean has(Fault fault) {
    return !over && enabled.contains(fault);
  }

  void count(Fault fault) {
    struck.merge(fault, 1L, Long::sum);
  }

  /** From now on nothing strikes. */
  void end() {
    over = true;
  }

  /** How often each struck. */
  public Map<Fault, Long> struck() {
    return struck;
  }
}
