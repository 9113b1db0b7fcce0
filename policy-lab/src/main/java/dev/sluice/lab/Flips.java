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

/**
 * What would turn a decision, one thing at a time and all else as it is, in closed form.
 *
 * <pre>
 *   by time (fastest, deadline):  T_C = T_L
 *   by worth (priced, budget):    w p_C - c_C = w p_L - c_L   with   p = logistic(1.702 (D - T) / sd)
 *     so p* = (the other side's worth + own cost) / w,  k = ln(p* / (1 - p*)) / 1.702
 *     and  D - base - x = k sqrt(A + c^2 x^2):  a quadratic in the wait, or the transit, x
 * </pre>
 *
 * The machine's condition multiplies wait and service time here, mean and deviation alike: the same
 * quadratic, with T_L itself as x. A cascade runs here while p_L is at least 1/2, that is, T_L at
 * most D, and else leaves it to the policy that it wraps.
 *
 * <p>Each result is tried on the policy itself, a little to both sides, and told only when it
 * turns.
 */
final class Flips {
  private static final double NANOS_PER_MS = 1e6;
  private static final double LOGISTIC = 1.702;
  private static final double WAIT_SHARE = 0.25;
  private static final double TRANSIT_SHARE = 0.35;
  private static final double PRESSURE_PRICE = 0.2;
  private static final double PRESSURE_MAX = 4;
  private static final double PREFER_HERE = 0.001;
  private static final double NUDGE = 0.01;

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
    return lines.isEmpty()
        ? List.of("nothing: not alone by uplink, round trip, wait or the machine's condition")
        : List.copyOf(lines);
  }

  private void turnsOf(PlacementPolicy policy) {
    switch (policy.name()) {
      case "cascade" -> byLikelihood((Cascade) policy);
      case "fastest", "deadline" -> byTime();
      case "priced", "budget" -> byWorth();
      case "threshold" ->
          lines.add(
              "the queue here: up at %d, back at %d"
                  .formatted(2 * state.workers() + 1, state.workers()));
      case "prefer-edge", "prefer-cloud" -> lines.add("only that the preferred side closes");
      default -> lines.add("nothing: the side is fixed");
    }
  }

  /**
   * Here as long as that is more likely in time than not, which is so while it is predicted in
   * time.
   */
  private void byLikelihood(Cascade cascade) {
    double span = spanMs();
    waiting(span - state.edgeMs());
    slowness(span);
    if (ask(saw).localHitProbability() < Cascade.LIKELY) {
      turnsOf(cascade.wrapped());
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

  private void byTime() {
    double here = state.edgeTotalMs();
    double there = state.cloudTotalMs(request);
    transit(here - (there - state.transitMs(request)));
    roundTrip(here - (there - state.rttMs()));
    waiting(there - state.edgeMs());
    slowness(there);
  }

  private void byWorth() {
    double weight = request.weight();
    double hereCost = cost(saw.localPrice(), saw.localPressure()) * saw.relativeWork();
    double thereCost =
        cost(saw.uplinkPrice(), saw.uplinkPressure()) * saw.relativeBytes() + PREFER_HERE;
    Decision now = ask(saw);
    double there = quantile((now.localHitProbability() * weight - hereCost + thereCost) / weight);
    double here = quantile((now.cloudHitProbability() * weight - thereCost + hereCost) / weight);
    double span = spanMs();
    double transit = state.transitMs(request);
    double rest = state.cloudTotalMs(request) - transit;
    transit(solve(span - rest, there, state.cloudVariance(), TRANSIT_SHARE));
    double deviation = saw.cloudDeviationNanos() / NANOS_PER_MS;
    roundTrip(span - there * deviation - (transit + rest - state.rttMs()));
    waiting(solve(span - state.edgeMs(), here, state.edgeVariance(), WAIT_SHARE));
    slowness(solve(span, here, StateConfig.FLOOR, slownessShare()));
  }

  private double spanMs() {
    return request.hasDeadline() ? request.deadlineNanos() / NANOS_PER_MS : Double.NaN;
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

  private static double cost(double price, double pressure) {
    return price + PRESSURE_PRICE * Math.min(PRESSURE_MAX, pressure);
  }

  /** How many deviations before the deadline give this probability; NaN when none does. */
  private static double quantile(double probability) {
    return probability > 0 && probability < 1
        ? Math.log(probability / (1 - probability)) / LOGISTIC
        : Double.NaN;
  }

  /** The x with {@code slack - x = k sqrt(variance + share^2 x^2)}; NaN when there is none. */
  static double solve(double slack, double k, double variance, double share) {
    double a = 1 - k * k * share * share;
    double root = Math.sqrt(slack * slack - a * (slack * slack - k * k * variance));
    double smaller = (slack - root) / a;
    double larger = (slack + root) / a;
    double found = (slack - smaller) * k >= 0 && smaller >= 0 ? smaller : larger;
    return (slack - found) * k >= 0 ? found : Double.NaN;
  }

  private void transit(double ms) {
    double bits = (state.outboxBytes() + request.bytes()) * 8.0;
    if (turns(ms, this::withTransit)) {
      double kbits = bits / ms;
      String now = String.format(Locale.ROOT, "%,.0f", state.uplinkMbps() * 1_000);
      tell("the uplink %s %,.0f kbit/s (now %s)", up ? "fell below" : "rose above", kbits, now);
    }
  }

  private void roundTrip(double ms) {
    if (turns(ms, this::withRoundTrip)) {
      String now = String.format(Locale.ROOT, "%.1f", state.rttMs());
      tell("the round trip %s %.1f ms (now %s)", up ? "rose above" : "fell below", ms, now);
    }
  }

  private void waiting(double ms) {
    if (turns(ms, this::withWait)) {
      String now = String.format(Locale.ROOT, "%.1f", state.waitMs());
      tell(
          "the wait for a worker here %s %.1f ms (now %s)",
          up ? "fell below" : "rose above", ms, now);
    }
  }

  /**
   * @param ms that an answer here would take
   */
  private void slowness(double ms) {
    double now = condition.slowdown();
    double factor = now * ms / state.edgeTotalMs();
    if (factor >= 1 && turns(ms, this::withSlowness)) {
      tell(
          "runs here took %s %.2f times as long as on a cool and idle gateway (now %s)",
          up ? "less than" : "more than", factor, String.format(Locale.ROOT, "%.2f", now));
    }
  }

  private void tell(String format, String change, double value, String now) {
    lines.add("if " + String.format(Locale.ROOT, format, change, value, now));
  }

  @FunctionalInterface
  private interface Variation {
    Circumstances at(double ms);
  }

  private boolean turns(double ms, Variation variation) {
    if (!(ms > 0)) {
      return false;
    }
    Action before = ask(variation.at(ms * (1 - NUDGE))).action();
    Action after = ask(variation.at(ms * (1 + NUDGE))).action();
    return before != after;
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
        saw.localPressure(),
        saw.uplinkPressure(),
        saw.relativeWork(),
        saw.relativeBytes());
  }

  private static double square(double value) {
    return value * value;
  }
}
