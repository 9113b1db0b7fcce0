package dev.sluice.sim.check;

import java.util.OptionalLong;

/**
 * By what the messages of one group of devices are judged.
 *
 * @param qos 0 is never acknowledged, so nothing can be lost; at 1 a message that was sent again
 *     may come twice; at 2 never
 * @param deadlineNanos from the intended send time to the answer
 */
public record GroupRules(
    String name, Expectation expectation, int qos, OptionalLong deadlineNanos) {

  public GroupRules {
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos " + qos + ": 0, 1 or 2");
    }
  }
}
