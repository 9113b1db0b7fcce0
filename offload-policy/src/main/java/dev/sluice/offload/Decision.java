package dev.sluice.offload;

/**
 * What the policy decided and why: owned by the caller and overwritten by each decision, so that
 * deciding allocates nothing. Predictions are durations in nanoseconds from the decision to the
 * answer; {@link #UNKNOWN} where that side was masked.
 */
public final class Decision {
  public static final long UNKNOWN = Long.MAX_VALUE;

  private Action action = Action.SHED;
  private Reason reason = Reason.SHED_NO_SIDE;
  private long predictedLocalNanos = UNKNOWN;
  private long predictedCloudNanos = UNKNOWN;
  private double localHitProbability;
  private double cloudHitProbability;

  public void set(Action action, Reason reason) {
    this.action = action;
    this.reason = reason;
  }

  public void predict(
      long localNanos, double localHitProbability, long cloudNanos, double cloudHitProbability) {
    this.predictedLocalNanos = localNanos;
    this.localHitProbability = localHitProbability;
    this.predictedCloudNanos = cloudNanos;
    this.cloudHitProbability = cloudHitProbability;
  }

  public Action action() {
    return action;
  }

  public Reason reason() {
    return reason;
  }

  public long predictedLocalNanos() {
    return predictedLocalNanos;
  }

  public long predictedCloudNanos() {
    return predictedCloudNanos;
  }

  /** Probability, 0 to 1, that a local answer would meet the deadline. */
  public double localHitProbability() {
    return localHitProbability;
  }

  public double cloudHitProbability() {
    return cloudHitProbability;
  }

  /**
   * By how much the chosen side is predicted to be faster, in nanoseconds; 0 when only one was
   * open.
   */
  public long marginNanos() {
    if (predictedLocalNanos == UNKNOWN || predictedCloudNanos == UNKNOWN) {
      return 0;
    }
    return Math.abs(predictedLocalNanos - predictedCloudNanos);
  }
}
