package dev.sluice.offload;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Here first; up for a second opinion when that is likely to change the answer and the policy that
 * this one wraps says that the cloud can still make it.
 *
 * <pre>
 *   escalate when gain >= beta + mu s
 * </pre>
 *
 * with the gain of {@link ConfidenceBins}, beta by what a wrong answer of that label costs, and mu
 * s the price of the request's bytes: as the uplink gets scarce, fewer second opinions are worth
 * it. What is learned belongs to one model, so a route has a cascade of its own.
 *
 * <p>A model can be sure and wrong, where it does not see what has changed. Where the terms name a
 * shift, that decides instead of confidence:
 *
 * <pre>
 *   escalate when shift >= s0 and 1 - s0 / shift >= mu s
 * </pre>
 */
public final class Cascade implements PlacementPolicy {
  /** How likely in time the model here must be, or the cloud, to be asked. */
  public static final double LIKELY = 0.5;

  /**
   * From which share of changed answers on a second opinion is worth its way.
   *
   * @param missed where the first answer raises no alarm
   * @param falseAlarm where it does
   * @param alarm the label that is one
   * @param moved asks by what the signal does, instead; empty for by confidence
   */
  public record Terms(double missed, double falseAlarm, String alarm, Optional<Moved> moved) {
    /** By confidence. */
    public Terms(double missed, double falseAlarm, String alarm) {
      this(missed, falseAlarm, alarm, Optional.empty());
    }

    double beta(String label) {
      return label.equals(alarm) ? falseAlarm : missed;
    }
  }

  /**
   * @param from which {@link Shift} on the cloud is asked
   * @param newest values that the model here sees
   */
  public record Moved(double from, int newest) {}

  private final PlacementPolicy wrapped;
  private final Terms terms;
  private final Map<Boolean, ConfidenceBins> bins =
      new HashMap<>(Map.of(true, new ConfidenceBins(), false, new ConfidenceBins()));

  public Cascade(PlacementPolicy wrapped, Terms terms) {
    this.wrapped = wrapped;
    this.terms = terms;
  }

  /** What says whether the cloud can make it. */
  public PlacementPolicy wrapped() {
    return wrapped;
  }

  public Terms terms() {
    return terms;
  }

  @Override
  public String name() {
    return "cascade";
  }

  @Override
  public Set<Care> cares() {
    return wrapped.cares();
  }

  /** The first opinion: here, unless here is unlikely to be in time. */
  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    if (state.localOpen() && decision.localHitProbability() >= LIKELY) {
      decision.set(Action.LOCAL, Reason.PREFERRED);
    } else {
      wrapped.decide(request, state, nowNanos, decision);
    }
  }

  /**
   * How to place a second opinion; empty when the first one is sure enough.
   *
   * @param label that the first opinion gave
   * @param confidence of the first opinion, 0.5 to 1
   * @param values of the request, oldest first
   */
  public Optional<PlacementPolicy> secondOpinion(String label, double confidence, float[] values) {
    double surplus =
        terms.moved().isPresent()
            ? surplus(terms.moved().get(), values)
            : gain(label, confidence) - terms.beta(label);
    return surplus >= 0 ? Optional.of(new SecondOpinion(wrapped, surplus)) : Optional.empty();
  }

  /** Below 0 for a signal that has not moved enough, and never above 1. */
  private static double surplus(Moved moved, float[] values) {
    return 1 - moved.from() / Shift.of(values, moved.newest());
  }

  /** What a second opinion may be worth: the share of answers that it changes. */
  public double gain(String label, double confidence) {
    return binsOf(label).gain(confidence);
  }

  /**
   * A second opinion has come.
   *
   * @param changed whether it was another label
   */
  public void learn(String label, double confidence, boolean changed) {
    binsOf(label).learn(confidence, changed);
  }

  private ConfidenceBins binsOf(String label) {
    return bins.get(label.equals(terms.alarm()));
  }

  /** Up if that is in time and worth the uplink's price; else nowhere, and the first one stands. */
  private record SecondOpinion(PlacementPolicy wrapped, double surplus) implements PlacementPolicy {
    @Override
    public String name() {
      return "cascade";
    }

    /** Nobody plans for a question that is not worth its way: the price would rise by it. */
    @Override
    public double worth(PlacementRequest request) {
      return surplus * request.weight();
    }

    @Override
    public void decide(
        PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
      if (!state.cloudOpen() || decision.cloudHitProbability() < LIKELY) {
        return;
      }
      wrapped.decide(request, state, nowNanos, decision);
      boolean worth = surplus >= state.uplinkPrice() * state.relativeBytes(request);
      if (decision.action() == Action.CLOUD && worth) {
        decision.set(Action.CLOUD, Reason.ESCALATED_LOW_CONF);
      } else {
        decision.set(Action.SHED, Reason.SHED_INFEASIBLE);
      }
    }
  }
}
