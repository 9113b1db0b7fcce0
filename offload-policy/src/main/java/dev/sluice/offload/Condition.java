package dev.sluice.offload;

import java.util.OptionalDouble;

/**
 * What the vitals of the gateway mean for runs here: by how much they take longer than on a cool
 * and idle one, and which of them must not begin.
 *
 * <pre>
 *   slowdown = (1 + waiting) / (s (1 - stolen)),   at most 8
 *   s = speed, and at most 1 / slowFactor while warm
 * </pre>
 *
 * Waiting and stolen are means over about three readings, for one second says little. That
 * something waits all the time makes it twice: two share what one would have. Only changes of the
 * slowdown move an estimate ({@link TimeEstimate}), so a measure that is wrong by a factor does no
 * harm.
 */
public final class Condition {
  private static final double SLOWDOWN_MAX = 8;
  private static final double GAIN = 1.0 / 3;

  private VitalLimits limits;
  private Vitals vitals = Vitals.WELL;
  private double stolen;
  private double waiting;
  private boolean slow;
  private boolean closed;
  private double slowdown = 1;

  public Condition(VitalLimits limits) {
    this.limits = limits;
  }

  /** Other limits from now on; what was seen last is judged by them. */
  public void use(VitalLimits next) {
    limits = next;
    judge();
  }

  /** A new reading. */
  public void see(Vitals next) {
    vitals = next;
    stolen += GAIN * (next.stolen() - stolen);
    waiting += GAIN * (next.waiting() - waiting);
    judge();
  }

  /** A reading that has lasted. */
  public void settle(Vitals next) {
    stolen = next.stolen();
    waiting = next.waiting();
    see(next);
  }

  private void judge() {
    double celsius = vitals.celsius().orElse(Double.NEGATIVE_INFINITY);
    slow = celsius >= (slow ? limits.slowUntil() : limits.slowFrom());
    closed = celsius >= (closed ? limits.closeUntil() : limits.closeFrom());
    double speed = slow ? Math.min(vitals.speed(), 1 / limits.slowFactor()) : vitals.speed();
    double measured = (1 + waiting) / (speed * (1 - stolen));
    slowdown = limits.heeded() ? Math.min(SLOWDOWN_MAX, measured) : 1;
  }

  /** How many times as long runs here take; 1 or more. */
  public double slowdown() {
    return slowdown;
  }

  /**
   * Whether a model must not begin to run here.
   *
   * @param nanos of one run at full pace
   */
  public boolean closes(double nanos) {
    return heat() == Heat.HOT && nanos >= limits.heavyFrom().toNanos();
  }

  public Heat heat() {
    if (!limits.heeded()) {
      return Heat.COOL;
    }
    return closed ? Heat.HOT : slow ? Heat.WARM : Heat.COOL;
  }

  /** As it was last measured. */
  public OptionalDouble celsius() {
    return vitals.celsius();
  }

  Snapshot snapshot() {
    return new Snapshot(celsius(), vitals.speed(), stolen, waiting, slowdown(), heat());
  }

  /**
   * The condition in numbers, for metrics and status.
   *
   * @param celsius empty where nothing measures it
   * @param speed share of the full clock that is allowed
   * @param stolen share of the processor time asked for that others got, lately
   * @param waiting share of the time in which something had no processor, lately
   * @param slowdown how many times as long runs are expected to take
   */
  public record Snapshot(
      OptionalDouble celsius,
      double speed,
      double stolen,
      double waiting,
      double slowdown,
      Heat heat) {}
}
