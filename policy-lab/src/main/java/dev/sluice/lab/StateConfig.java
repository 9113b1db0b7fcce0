package dev.sluice.lab;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.Vitals;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A gateway's state as a user describes it, and what a request meets in it, by the formulas of the
 * placement engine with steady loads in place of its queues:
 *
 * <pre>
 *   backlog = (busy / 2 + queue) edge / workers;   wait = 0 while a worker is free, else backlog
 *   transit = (outbox bytes + own bytes) / rate
 *   T_L = wait + edge              sd^2 = (1.25 dev)^2 + (0.25 wait)^2 + 0.5^2
 *   T_C = transit + rtt + cloud    sd^2 = (1.25 dev)^2 + (1.25 rtt dev)^2 + (0.35 transit)^2 + 0.5^2
 * </pre>
 *
 * @param busy workers that run something
 * @param queue requests that wait for one
 * @param edgeMs service time here
 * @param cloudMs service time there, waiting included
 * @param outboxBytes waiting for the wire or on it
 * @param crowdedOut whether the message costs others more than it is worth, wherever it could run
 * @param celsius of the gateway's processor, as the engine takes it with the three that follow
 * @param speed share of its full clock
 * @param stolen share of its time that others got
 * @param waiting share of the time in which something had no processor
 */
record StateConfig(
    int workers,
    int busy,
    int queue,
    double edgeMs,
    double edgeDeviationMs,
    double cloudMs,
    double cloudDeviationMs,
    double rttMs,
    double rttDeviationMs,
    double uplinkMbps,
    long outboxBytes,
    LinkState link,
    double localPrice,
    double uplinkPrice,
    boolean crowdedOut,
    Optional<Double> celsius,
    double speed,
    double stolen,
    double waiting) {
  private static final String SCHEMA = "/schema/state.schema.json";
  private static final double NANOS_PER_MS = 1e6;
  static final double FLOOR = 0.25;
  private static final double ORDINARY_SPAN_MS = 1_000;

  /** Whether the cloud answers. */
  enum LinkState {
    UP,
    DOWN
  }

  /**
   * @param file empty for the defaults alone
   * @param overrides such as {@code queue=5}
   */
  static StateConfig load(Optional<Path> file, List<String> overrides) throws ConfigException {
    ConfigFile read =
        file.isPresent()
            ? ConfigFile.load(file.get(), SCHEMA, overrides)
            : ConfigFile.emptyBelow("", Path.of("state"), SCHEMA, overrides);
    StateConfig state = read.as(StateConfig.class);
    if (state.busy() > state.workers()) {
      throw read.fault("busy", "must be at most workers, which are " + state.workers());
    }
    return state;
  }

  /** How the machine is. */
  Vitals vitals() {
    return new Vitals(
        celsius.map(OptionalDouble::of).orElse(OptionalDouble.empty()), speed, stolen, waiting);
  }

  /** The same where runs here take so many times as long. */
  StateConfig slowed(double slowdown) {
    return new StateConfig(
        workers,
        busy,
        queue,
        edgeMs * slowdown,
        edgeDeviationMs * slowdown,
        cloudMs,
        cloudDeviationMs,
        rttMs,
        rttDeviationMs,
        uplinkMbps,
        outboxBytes,
        link,
        localPrice,
        uplinkPrice,
        crowdedOut,
        celsius,
        speed,
        stolen,
        waiting);
  }

  /**
   * @param cool whether the gateway is cool enough for the model
   */
  Circumstances of(PlacementRequest request, boolean cool) {
    boolean here = request.localModel() && cool;
    boolean mayLeave = request.privacy() == Privacy.CLOUD_OK;
    boolean there = mayLeave && link == LinkState.UP;
    double span = request.hasDeadline() ? request.deadlineNanos() / NANOS_PER_MS : ORDINARY_SPAN_MS;
    return new Circumstances(
        here,
        there,
        mayLeave && link == LinkState.DOWN,
        workers,
        queue,
        here ? nanos(edgeTotalMs()) : Decision.UNKNOWN,
        NANOS_PER_MS * Math.sqrt(edgeVariance() + squared(0.25 * waitMs())),
        there ? nanos(cloudTotalMs(request)) : Decision.UNKNOWN,
        NANOS_PER_MS * Math.sqrt(cloudVariance() + squared(0.35 * transitMs(request))),
        0,
        0,
        localPrice,
        uplinkPrice,
        crowdedOut,
        backlogMs() / span,
        transitMs(outboxBytes) / span,
        1,
        1);
  }

  double waitMs() {
    return busy + queue < workers ? 0 : backlogMs();
  }

  private double backlogMs() {
    return (busy / 2.0 + queue) * edgeMs / workers;
  }

  double edgeTotalMs() {
    return waitMs() + edgeMs;
  }

  double transitMs(PlacementRequest request) {
    return transitMs(outboxBytes + request.bytes());
  }

  private double transitMs(long bytes) {
    return bytes * 8 / (uplinkMbps * 1e3);
  }

  double cloudTotalMs(PlacementRequest request) {
    return transitMs(request) + rttMs + cloudMs;
  }

  /** Of the edge's prediction, in ms^2, without that of the wait. */
  double edgeVariance() {
    return squared(1.25 * edgeDeviationMs) + FLOOR;
  }

  /** Of the cloud's prediction, in ms^2, without that of the transit. */
  double cloudVariance() {
    return squared(1.25 * cloudDeviationMs) + squared(1.25 * rttDeviationMs) + FLOOR;
  }

  private static double squared(double value) {
    return value * value;
  }

  private static long nanos(double ms) {
    return Math.round(ms * NANOS_PER_MS);
  }
}
