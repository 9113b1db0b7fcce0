package dev.sluice.sim.demo;

import java.time.Duration;
import java.util.List;

/**
 * One situation for real processes, in measures of the machine it runs on.
 *
 * @param load what comes, beside what the one local worker can do
 * @param uplinkShare the part of it that the uplink can carry
 * @param bursts whether the devices publish at the same instants, instead of by turns
 * @param latency of the link, one way
 * @param deadlineServices the deadline, in service times, beyond one round trip
 */
record FieldTrial(
    String name,
    double load,
    double uplinkShare,
    boolean bursts,
    Duration latency,
    double deadlineServices,
    Trouble trouble) {
  static final int DEVICES = 16;

  /** What goes wrong in the middle half of the run. */
  enum Trouble {
    NONE,
    /** The link carries nothing, and connections stay open. */
    OUTAGE,
    /** Another process spins on the gateway's processor. */
    STOLEN_PROCESSOR,
    /** The cloud is stopped half of the time, 100 ms each. */
    SLOW_CLOUD
  }

  /** So much that neither the local worker nor the uplink ever rests. */
  static final FieldTrial FULL =
      new FieldTrial("full", 3, 0.3, false, Duration.ofMillis(10), 10, Trouble.NONE);

  /** Where the laboratory says beforehand how many will be in time. */
  static final List<FieldTrial> REHEARSED =
      List.of(
          new FieldTrial("busy", 1.4, 0.2, false, Duration.ofMillis(10), 10, Trouble.NONE),
          new FieldTrial("crowded", 2.0, 0.3, false, Duration.ofMillis(10), 10, Trouble.NONE),
          new FieldTrial("bursts", 1.0, 0.2, true, Duration.ofMillis(10), 10, Trouble.NONE),
          new FieldTrial("far", 1.6, 0.2, false, Duration.ofMillis(60), 10, Trouble.NONE));

  /** Where one policy has to be as good as the better of two fixed sides. */
  static final List<FieldTrial> PHASES =
      List.of(
          new FieldTrial("near", 0.9, 1, false, Duration.ofMillis(3), 10, Trouble.NONE),
          new FieldTrial("400 ms away", 0.9, 1, false, Duration.ofMillis(200), 10, Trouble.NONE),
          new FieldTrial("outage", 0.9, 1, false, Duration.ofMillis(10), 10, Trouble.OUTAGE),
          new FieldTrial(
              "processor stolen",
              0.9,
              1,
              false,
              Duration.ofMillis(10),
              10,
              Trouble.STOLEN_PROCESSOR),
          new FieldTrial(
              "cloud slow", 0.9, 1, false, Duration.ofMillis(10), 10, Trouble.SLOW_CLOUD));

  /** So light a load that nothing waits: what one answer costs. */
  static FieldTrial calibration(Duration latency) {
    return new FieldTrial("calibration", 0, 0, false, latency, 0, Trouble.NONE);
  }

  private boolean calibrates() {
    return load == 0;
  }

  /** Between two messages of one device. */
  Duration period(FieldMeasure measure) {
    double seconds = calibrates() ? 1 : DEVICES * measure.localMs() / 1e3 / load;
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1e3)));
  }

  Duration deadline(FieldMeasure measure) {
    double ms = calibrates() ? 1_000 : deadlineServices * measure.localMs();
    boolean far = latency.compareTo(Duration.ofMillis(100)) > 0;
    // A cloud that is out of reach stays so: that is what such a trial is about.
    double trip = far ? 0 : 2.0 * latency.toMillis();
    return Duration.ofMillis(Math.round(ms + trip));
  }

  /** Mbit/s. */
  double uplink(FieldMeasure measure) {
    double perSecond = DEVICES / (period(measure).toMillis() / 1e3);
    return calibrates() ? 100 : uplinkShare * perSecond * measure.bytes() * 8 / 1e6;
  }
}
