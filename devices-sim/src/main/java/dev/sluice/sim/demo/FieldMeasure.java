package dev.sluice.sim.demo;

import java.time.Duration;

/**
 * What one message takes on this machine.
 *
 * @param inferHereMs of the local worker, in the model
 * @param besideHereMs of the local worker, from one run of the model to the next
 * @param inferThereMs of the cloud's worker, in the model
 * @param besideThereMs of all on the way to the cloud and back but the link's latency
 * @param bytes on the uplink, with all that goes up beside it
 */
record FieldMeasure(
    double inferHereMs,
    double besideHereMs,
    double inferThereMs,
    double besideThereMs,
    double bytes) {
  private static final String EDGE = "edge";
  private static final String CLOUD = "cloud";

  static final FieldMeasure NONE = new FieldMeasure(1, 0, 1, 0, 1);

  FieldMeasure {
    if (!(positive(inferHereMs) && positive(inferThereMs) && positive(bytes))) {
      throw new IllegalArgumentException(
          "a message takes no time or no bytes: %s ms here, %s ms there, %s bytes"
              .formatted(inferHereMs, inferThereMs, bytes));
    }
    besideHereMs = Math.max(0, besideHereMs);
    besideThereMs = Math.max(0, besideThereMs);
  }

  private static boolean positive(double value) {
    return value > 0 && value < Double.POSITIVE_INFINITY;
  }

  /** From the times to an answer under a load so light that nothing waits. */
  static FieldMeasure light(RunResult here, RunResult there, Duration roundTrip) {
    double inferHere = inferMs(here, EDGE);
    double inferThere = inferMs(there, CLOUD);
    return new FieldMeasure(
        inferHere,
        here.number("p50Ms").orElse(0) - inferHere,
        inferThere,
        there.number("p50Ms").orElse(0) - roundTrip.toMillis() - inferThere,
        1e3 * kilobytesUp(there) / answers(there, CLOUD));
  }

  /** The same with the local worker's pause between two runs of the model where it never rests. */
  FieldMeasure underFullLoad(RunResult full, Duration length) {
    return new FieldMeasure(
        inferHereMs,
        length.toMillis() / answers(full, EDGE) - inferMs(full, EDGE),
        inferThereMs,
        besideThereMs,
        bytes);
  }

  /**
   * The same with the time that models took in one run, which is not the same from start to start:
   * what is compared are queues and decisions, and not how fast the machine was.
   */
  FieldMeasure asIn(RunResult run) {
    return new FieldMeasure(
        said(inferMs(run, EDGE), inferHereMs),
        besideHereMs,
        said(inferMs(run, CLOUD), inferThereMs),
        besideThereMs,
        bytes);
  }

  double localMs() {
    return inferHereMs + besideHereMs;
  }

  double cloudMs() {
    return inferThereMs + besideThereMs;
  }

  private static double said(double measured, double otherwise) {
    return measured > 0 ? measured : otherwise;
  }

  private static double inferMs(RunResult run, String placement) {
    return run.report().path("inferMsByPlacement").path(placement).asDouble();
  }

  private static double answers(RunResult run, String placement) {
    return run.report().path("resultsByPlacement").path(placement).asDouble();
  }

  private static double kilobytesUp(RunResult run) {
    return run.report().path("link").path("kilobytesUp").asDouble();
  }
}
