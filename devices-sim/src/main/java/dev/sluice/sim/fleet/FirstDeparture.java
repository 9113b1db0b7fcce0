package dev.sluice.sim.fleet;

import dev.sluice.sim.config.GroupConfig;
import java.time.Duration;

/**
 * When a device begins to publish: by its group's phase, and later by whole periods on the ramp.
 */
final class FirstDeparture {
  private FirstDeparture() {}

  /**
   * @param number of the device in its group, from 1
   * @param ramp in which the group's devices begin, one after another
   * @return nanoseconds from the start; devices of one phase keep it
   */
  static long offsetNanos(GroupConfig group, int number, long periodNanos, Duration ramp) {
    long late = ramp.toNanos() / group.count() * (number - 1);
    long periods = (late + periodNanos - 1) / periodNanos;
    return phaseNanos(group, number, periodNanos) + periods * periodNanos;
  }

  private static long phaseNanos(GroupConfig group, int number, long periodNanos) {
    return switch (group.phase()) {
      case TOGETHER -> 0;
      case SPREAD -> periodNanos / group.count() * (number - 1);
    };
  }
}
