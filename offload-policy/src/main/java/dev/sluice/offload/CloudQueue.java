package dev.sluice.offload;

/**
 * How long a request will wait in the cloud for its turn, from what this gateway has there and from
 * the waits that answers report.
 *
 * <pre>
 *   ahead  expected service of all that is out when it is sent, and of what goes before it
 *   lead   its time to the cloud
 *   wait = max(0, share * ahead - lead)
 *   share  a worker's part in the cloud's work: 1 / workers when all of them are ours
 *   after an answer:  share += (1/8) ((wait + lead) / ahead - share)      if it waited
 *                     share  = min(share, lead / ahead), at the same gain  if it did not
 * </pre>
 */
final class CloudQueue {
  private static final double GAIN = 1.0 / 8;
  private static final double WAITED_NANOS = 1e6;
  private static final double SHARE_MAX = 4;

  private double share;
  private double outNanos;

  /** What is out now, in expected service. */
  double outNanos() {
    return outNanos;
  }

  void onSent(double serviceNanos) {
    outNanos += serviceNanos;
  }

  void onBack(double serviceNanos) {
    outNanos = Math.max(0, outNanos - serviceNanos);
  }

  /**
   * @param leadNanos its time to the cloud
   * @param beforeNanos expected service of what will be sent before it
   */
  double waitNanos(double leadNanos, double beforeNanos) {
    return Math.max(0, share * (outNanos + beforeNanos) - leadNanos);
  }

  void learn(double waitedNanos, double aheadNanos, double leadNanos) {
    if (aheadNanos < WAITED_NANOS) {
      return;
    }
    double seen = (waitedNanos + leadNanos) / aheadNanos;
    if (waitedNanos > WAITED_NANOS || seen < share) {
      share += GAIN * (Math.min(SHARE_MAX, seen) - share);
    }
  }
}
