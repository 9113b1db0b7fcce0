package dev.sluice.offload.lab;

import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;

/**
 * A course as the bound sees it: what both sides can carry in each bin of time, and for each
 * message what it takes of either and within which bins. Bins are rounded so that a window is never
 * too short: that can only raise the bound. Amounts are in units of the mean message, so that all
 * prices are numbers around 1.
 */
final class BoundProblem {
  static final long BIN_NANOS = 20_000_000L;

  /** A side on which a message cannot be in time, whatever the others do. */
  static final int NEVER = -1;

  final double[] localCapacity;
  final double[] uplinkCapacity;

  // by message
  final double[] weight;
  final double[] work;
  final double[] bytes;
  final int[] from;
  final int[] localUntil;
  final int[] cloudUntil;

  private final Course course;

  BoundProblem(Course course) {
    this.course = course;
    int count = course.size();
    weight = new double[count];
    work = new double[count];
    bytes = new double[count];
    from = new int[count];
    localUntil = new int[count];
    cloudUntil = new int[count];
    double meanWork =
        course.jobs().stream().mapToDouble(job -> (double) job.localNanos()).average().orElse(1);
    double meanBytes =
        course.jobs().stream().mapToDouble(job -> job.request().bytes()).average().orElse(1);
    for (int i = 0; i < count; i++) {
      add(i, course.job(i), meanWork, meanBytes);
    }
    localCapacity = capacity(course.local(), course.scenario().workers() / meanWork);
    uplinkCapacity = capacity(course.uplink(), 1 / meanBytes);
  }

  private double[] capacity(Curve curve, double factor) {
    int bins = (int) (course.scenario().horizonNanos() / BIN_NANOS) + 1;
    double[] capacity = new double[bins];
    for (int bin = 0; bin < bins; bin++) {
      double amount = curve.at((bin + 1) * BIN_NANOS) - curve.at(bin * BIN_NANOS);
      capacity[bin] = amount * factor;
    }
    return capacity;
  }

  private void add(int i, Job job, double meanWork, double meanBytes) {
    PlacementRequest request = job.request();
    weight[i] = request.weight();
    work[i] = job.localNanos() / meanWork;
    bytes[i] = request.bytes() / meanBytes;
    from[i] = (int) (request.arrivalNanos() / BIN_NANOS);
    // Even on a worker of its own, and a message is on one worker at a time.
    boolean here =
        course.local().after(request.arrivalNanos(), (double) job.localNanos())
            <= request.deadlineNanos();
    localUntil[i] = here ? (int) (request.deadlineNanos() / BIN_NANOS) : NEVER;
    long latest = latestDeparture(job);
    boolean there =
        request.privacy() == Privacy.CLOUD_OK
            && course.uplink().after(request.arrivalNanos(), request.bytes()) <= latest;
    cloudUntil[i] = there ? (int) (latest / BIN_NANOS) : NEVER;
  }

  /** When its last byte must have left, if round trip and cloud are as fast as they ever can be. */
  private long latestDeparture(Job job) {
    long arrival = job.request().arrivalNanos();
    long deadline = job.request().deadlineNanos();
    double trip = course.least(Fault.Kind.ROUND_TRIP, arrival, deadline);
    double cloud = course.least(Fault.Kind.CLOUD_SLOW, arrival, deadline);
    double after =
        course.scenario().roundTrip().toNanos() * trip
            + job.upNanos()
            + job.downNanos()
            + job.cloudNanos() * cloud;
    // Rounding in the simulation is by single nanoseconds.
    return deadline - (long) after + 8;
  }

  int messages() {
    return weight.length;
  }

  int bins() {
    return localCapacity.length;
  }

  double totalWeight() {
    double sum = 0;
    for (double each : weight) {
      sum += each;
    }
    return sum;
  }
}
