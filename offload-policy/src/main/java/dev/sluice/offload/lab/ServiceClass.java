package dev.sluice.offload.lab;

import dev.sluice.offload.Privacy;
import java.time.Duration;

/**
 * Messages of one kind.
 *
 * @param bytes on the uplink
 * @param deadline from arrival
 * @param priority 0 to 9; what an answer in time is worth grows with it
 * @param local service time here, on a worker at full speed
 * @param cloud service time there
 * @param accuracy how often the answers of both are right
 */
public record ServiceClass(
    String name,
    int bytes,
    Duration deadline,
    int priority,
    Privacy privacy,
    Spread local,
    Spread cloud,
    Accuracy accuracy) {
  /** Of models that are always right. */
  public ServiceClass(
      String name,
      int bytes,
      Duration deadline,
      int priority,
      Privacy privacy,
      Spread local,
      Spread cloud) {
    this(name, bytes, deadline, priority, privacy, local, cloud, Accuracy.PERFECT);
  }

  public ServiceClass {
    if (bytes <= 0) {
      throw new IllegalArgumentException("class " + name + ": bytes must be above 0");
    }
    if (deadline.isZero() || deadline.isNegative()) {
      throw new IllegalArgumentException("class " + name + ": deadline must be above 0");
    }
  }
}
