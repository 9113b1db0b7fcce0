package dev.sluice.lab;

import dev.sluice.offload.Action;
import dev.sluice.offload.Cascade;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Condition;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What would turn a decision, one thing at a time and all else as it is: uplink, round trip, the
 * wait for a worker here, and the machine's condition, which multiplies wait and service time.
 *
 * <p>A side that becomes slower is never chosen more gladly, whatever the policy weighs. So where
 * the policy decides otherwise at the end of a range, one value in it is the turn, and halving the
 * range finds it; the policy itself is asked each time.
 */
final class Flips {
  private static final double NANOS_PER_MS = 1e6;
  private static final double WAIT_SHARE = 0.25;
  private static final double TRANSIT_SHARE = 0.35;

  /** Longer than any deadline that is worth a decision. */
  private static final double LONGEST_MS = 1e7;

  private static final int HALVINGS = 60;

  private final PlacementPolicy policy;
  private final PlacementRequest request;
  private final StateConfig state;
  private final Condition condition;
  private final Circumstances saw;
  private final boolean up;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param state with the machine's condition in its service time here
   */
  Flips(
      PlacementPolicy policy,
      PlacementRequest request,
      StateConfig state,
      Condition condition,
      Circumstances saw,
      Action action) {
    this.policy = policy;
    this.request = request;
    this.state = state;
    this.condition = condition;
    this.saw = saw;
    this.up = action == Action.CLOUD;
  }

  List<String> lines() {
    if (!saw.localOpen() || !saw.cloudOpen()) {
      return List.of(closed());
    }
    turnsOf(policy);
    if (lines.isEmpty() && saw.crowdedOut()) {
      return List.of("if less came that wants the same workers and wire");
    }
    return lines.isEmpty()
        ? List.of("nothing: not alone by uplink, round trip, wait or the machine's condition")
        : List.copyOf(lines);
  }

  private void turnsOf(PlacementPolicy policy) {
    switch (policy.name()) {
      case "cascade" -> ofCascade((Cascade) policy);
      case "fastest", "deadline", "priced", "budget" -> ofBothSides();
      case "threshold" ->
          lines.add(
              "the queue here: up at %d, back at %d"
                  .formatted(2 * state.workers() + 1, state.workers()));
      case "prefer-edge", "prefer-cloud" -> lines.add("only that the preferred side closes");
      default -> lines.add("nothing: the side is fixed");
    }
  }

  private void ofCascade(Cascade cascade) {
    boolean likelyHere = ask(saw).localHitProbability() >= Cascade.LIKELY;
    if (likelyHere) {
      hereAlone();
    } else {
      ofBothSides();
    }
    lines.add(second(cascade.terms()));
  }

  private String closed() {
    if (saw.cloudLater()) {
      return "if the cloud answered again";
    }
    if (saw.localOpen()) {
      return "nothing: this message must not leave";
    }
    return request.localModel()
        ? "if the gateway cooled down"
        : "nothing: the model runs in the cloud only";
  }

  private void ofBothSides() {
    transit();
    roundTrip();
    hereAlone();
  }

  private void hereAlone() {
    waiting();
    slowness();
  }

  /** The deviation here beside the time here: both grow by the same factor. */
  private double slownessShare() {
    double waiting = square(WAIT_SHARE * state.waitMs());
    return Math.sqrt(state.edgeVariance() - StateConfig.FLOOR + waiting) / state.edgeTotalMs();
  }

  private static String second(Cascade.Terms terms) {
    if (terms.moved().isPresent()) {
      return String.format(
          Locale.ROOT,
          "an answer here whose newest values have moved by %.2f deviations or more: the cloud is"
              + " asked too",
          terms.moved().get().from());
    }
    return String.format(
        Locale.ROOT,
        "an unsure answer here: the cloud is asked too from a share of %.2f changed answers on"
            + " (%.2f where the first one is an alarm)",
        terms.missed(),
        terms.falseAlarm());
  }

  private void transit() {
    OptionalDouble turn = turn(state.transitMs(request), up ? LONGEST_MS : 0, this::withTransit);
    if (turn.isPresent()) {
      double kbits = (state.outboxBytes() + request.bytes()) * 8.0 / turn.getAsDouble();
      String now = String.format(Locale.ROOT, "%,.0f", state.uplinkMbps() * 1_000);
      tell("the uplink %s %,.0f kbit/s (now %s)", up ? "fell below" : "rose above", kbits, now);
    }
  }

  private void roundTrip() {
    OptionalDouble turn = turn(state.rttMs(), up ? LONGEST_MS : 0, this::withRoundTrip);
    if (turn.isPresent()) {
      String now = String.format(Locale.ROOT, "%.1f", state.rttMs());
      String change = up ? "rose above" : "fell below";
      tell("the round trip %s %.1f ms (now %s)", change, turn.getAsDouble(), now);
    }
  }

  private void waiting() {
    OptionalDouble turn = turn(state.waitMs(), up ? 0 : LONGEST_MS, this::withWait);
    if (turn.isPresent()) {
      String now = String.format(Locale.ROOT, "%.1f", state.waitMs());
      String change = up ? "fell below" : "rose above";
      tell("the wait for a worker here %s %.1f ms (now %s)", change, turn.getAsDouble(), now);
    }
  }

  private void slowness() {
    double now = condition.slowdown();
    double total = state.edgeTotalMs();
    OptionalDouble turn = turn(total, up ? total / now : LONGEST_MS, this::withSlowness);
    if (turn.isPresent()) {
      tell(
          "runs here took %s %.2f times as long as on a cool and idle gateway (now %s)",
          up ? "less than" : "more than",
          now * turn.getAsDouble() / total,
          String.format(Locale.ROOT, "%.2f", now));
    }
  }

  private void tell(String format, String change, double value, String now) {
    lines.add("if " + String.format(Locale.ROOT, format, change, value, now));
  }

  @FunctionalInterface
  private interface Variation {
    Circumstances at(double ms);
  }

  /** Between now and the end of a range; empty where the decision is the same at both. */
  private OptionalDouble turn(double nowMs, double endMs, Variation variation) {
    Action now = ask(variation.at(nowMs)).action();
    if (ask(variation.at(endMs)).action() == now) {
      return OptionalDouble.empty();
    }
    double same = nowMs;
    double other = endMs;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (same + other) / 2;
      if (ask(variation.at(middle)).action() == now) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return OptionalDouble.of(other);
  }

  private Decision ask(Circumstances circumstances) {
    Decision decision = new Decision();
    circumstances.ask(policy, request, 0, decision);
    return decision;
  }

  private Circumstances withTransit(double ms) {
    double total = state.cloudTotalMs(request) - state.transitMs(request) + ms;
    return withCloud(total, Math.sqrt(state.cloudVariance() + square(TRANSIT_SHARE * ms)));
  }

  private Circumstances withRoundTrip(double ms) {
    double total = state.cloudTotalMs(request) - state.rttMs() + ms;
    return withCloud(total, saw.cloudDeviationNanos() / NANOS_PER_MS);
  }

  private Circumstances withCloud(double ms, double deviationMs) {
    return sides(
        saw.localNanos(),
        saw.localDeviationNanos(),
        Math.round(ms * NANOS_PER_MS),
        deviationMs * NANOS_PER_MS);
  }

  private Circumstances withWait(double ms) {
    double deviation = Math.sqrt(state.edgeVariance() + square(WAIT_SHARE * ms));
    return sides(
        Math.round((state.edgeMs() + ms) * NANOS_PER_MS),
        deviation * NANOS_PER_MS,
        saw.cloudNanos(),
        saw.cloudDeviationNanos());
  }

  private Circumstances withSlowness(double ms) {
    double deviation = Math.sqrt(square(slownessShare() * ms) + StateConfig.FLOOR);
    return sides(
        Math.round(ms * NANOS_PER_MS),
        deviation * NANOS_PER_MS,
        saw.cloudNanos(),
        saw.cloudDeviationNanos());
  }

  private Circumstances sides(long local, double localSd, long cloud, double cloudSd) {
    return new Circumstances(
        saw.localOpen(),
        saw.cloudOpen(),
        saw.cloudLater(),
        saw.workers(),
        saw.localQueue(),
        local,
        localSd,
        cloud,
        cloudSd,
        saw.blocksHere(),
        saw.blocksThere(),
        saw.localPrice(),
        saw.uplinkPrice(),
        saw.crowdedOut(),
        saw.localPressure(),
        saw.uplinkPressure(),
        saw.relativeWork(),
        saw.relativeBytes());
  }

  private static double square(double value) {
    return value * value;
  }
}
