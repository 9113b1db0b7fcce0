package dev.sluice.offload;

/** What an ordinary request is like, lately: each mean forgets at the rate of one in 256. */
final class Means {
  private static final double GAIN_MIN = 1.0 / 256;

  private double spanNanos = 1e9;
  private double workNanos = 20e6;
  private double bytes = 1_000;
  private double cloudWorkNanos = 20e6;
  private int seen;

  /**
   * @param work expected nanoseconds on a local worker
   * @param cloudWork likewise on one in the cloud
   */
  void see(PlacementRequest request, double work, double cloudWork) {
    double gain = Math.max(1.0 / (seen + 1), GAIN_MIN);
    seen = Math.min(seen + 1, 1 << 20);
    workNanos += gain * (work - workNanos);
    cloudWorkNanos += gain * (cloudWork - cloudWorkNanos);
    bytes += gain * (request.bytes() - bytes);
    if (request.hasDeadline()) {
      spanNanos += gain * (request.deadlineNanos() - request.arrivalNanos() - spanNanos);
    }
  }

  double spanNanos() {
    return Math.max(1, spanNanos);
  }

  double workNanos() {
    return Math.max(1, workNanos);
  }

  double cloudWorkNanos() {
    return Math.max(1, cloudWorkNanos);
  }

  double bytes() {
    return Math.max(1, bytes);
  }
}
