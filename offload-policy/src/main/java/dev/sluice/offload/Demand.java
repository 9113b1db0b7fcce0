package dev.sluice.offload;

/**
 * What one request would take of the three things that are scarce: workers here, the uplink, and
 * the cloud's workers. Of each an amount in units of the mean request, and the nanoseconds that
 * this adds to its time at full use. Owned by the caller and used again for each request.
 */
final class Demand {
  private boolean here;
  private boolean there;
  private double work;
  private double workNanos;
  private double bytes;
  private double bytesNanos;
  private double cloudWork;
  private double cloudWorkNanos;

  /** Of nothing: it can run nowhere. */
  Demand none() {
    here = false;
    there = false;
    return this;
  }

  Demand here(double amount, double nanos) {
    here = true;
    work = amount;
    workNanos = nanos;
    return this;
  }

  Demand there(double amount, double nanos, double cloudAmount, double cloudNanos) {
    there = true;
    bytes = amount;
    bytesNanos = nanos;
    cloudWork = cloudAmount;
    cloudWorkNanos = cloudNanos;
    return this;
  }

  boolean canRunHere() {
    return here;
  }

  boolean canGoUp() {
    return there;
  }

  double work() {
    return work;
  }

  double workNanos() {
    return workNanos;
  }

  double bytes() {
    return bytes;
  }

  double bytesNanos() {
    return bytesNanos;
  }

  double cloudWork() {
    return cloudWork;
  }

  double cloudWorkNanos() {
    return cloudWorkNanos;
  }
}
