package dev.sluice.offload.lab;

import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import java.util.function.ToDoubleFunction;

/**
 * A course as the bound sees it: three markets, and for each message what it takes of each and from
 * when until when. Whatever is rounded is rounded in the messages' favour, which can only raise the
 * bound. Amounts are in units of the mean message, so that all prices are numbers around 1.
 */
final class BoundProblem {
  static final long BIN_NANOS = 20_000_000L;

  /** The simulation rounds by single nanoseconds. */
  private static final long SLACK_NANOS = 8;

  final double[] weight;
  final Market local;
  final Market uplink;
  final Market cloud;

  private final Course course;
  private final double meanWork;
  private final double meanBytes;
  private final double meanService;

  BoundProblem(Course course) {
    this.course = course;
    weight = course.jobs().stream().mapToDouble(job -> job.request().weight()).toArray();
    meanWork = mean(job -> (double) job.localNanos());
    meanBytes = mean(job -> job.request().bytes());
    meanService = mean(job -> (double) job.cloudNanos());
    double[] localEdges = edges(course.local(), meanWork);
    double[] uplinkEdges = edges(course.uplink(), meanBytes);
    double[] cloudEdges = new double[localEdges.length];
    for (int bin = 0; bin < cloudEdges.length; bin++) {
      cloudEdges[bin] = bin * BIN_NANOS / meanService;
    }
    local =
        new Market(localEdges, capacity(localEdges, course.scenario().workers()), course.size());
    uplink = new Market(uplinkEdges, capacity(uplinkEdges, 1), course.size());
    cloud = new Market(cloudEdges, cloudCapacity(cloudEdges), course.size());
    for (Job job : course.jobs()) {
      addHere(job);
      addThere(job);
    }
  }

  private double mean(ToDoubleFunction<Job> amount) {
    return course.jobs().stream().mapToDouble(amount).average().orElse(1);
  }

  private double[] edges(Curve curve, double unit) {
    double[] edges = new double[(int) (course.scenario().horizonNanos() / BIN_NANOS) + 2];
    for (int bin = 0; bin < edges.length; bin++) {
      edges[bin] = curve.at(bin * BIN_NANOS) / unit;
    }
    return edges;
  }

  private static double[] capacity(double[] edges, int workers) {
    double[] capacity = new double[edges.length - 1];
    for (int bin = 0; bin < capacity.length; bin++) {
      capacity[bin] = workers * (edges[bin + 1] - edges[bin]);
    }
    return capacity;
  }

  /** A worker that is taken away finishes what it has begun, so it counts that much longer. */
  private double[] cloudCapacity(double[] edges) {
    double[] capacity = new double[edges.length - 1];
    long longest = longestService();
    for (int bin = 0; bin < capacity.length; bin++) {
      long from = bin * BIN_NANOS;
      int workers = course.cloudWorkersMost(from - longest, from + BIN_NANOS);
      capacity[bin] = workers * (edges[bin + 1] - edges[bin]);
    }
    return capacity;
  }

  private long longestService() {
    double slowest = course.most(Fault.Kind.CLOUD_SLOW);
    return course.jobs().stream()
        .mapToLong(job -> (long) (job.cloudNanos() * slowest))
        .max()
        .orElse(0);
  }

  private void addHere(Job job) {
    PlacementRequest request = job.request();
    double work = job.localNanos();
    // Even on a worker of its own.
    if (course.local().after(request.arrivalNanos(), work) <= request.deadlineNanos()) {
      double from = course.local().at(request.arrivalNanos());
      double until = course.local().at(request.deadlineNanos()) - work + SLACK_NANOS;
      local.open(index(job), work / meanWork, from / meanWork, until / meanWork);
    }
  }

  /** Round trip and cloud are taken to be as fast as they are at any time between. */
  private void addThere(Job job) {
    PlacementRequest request = job.request();
    long arrival = request.arrivalNanos();
    long deadline = request.deadlineNanos();
    double trip = course.least(Fault.Kind.ROUND_TRIP, arrival, deadline);
    double half = course.scenario().roundTrip().toNanos() * trip / 2;
    double service = job.cloudNanos() * course.least(Fault.Kind.CLOUD_SLOW, arrival, deadline);
    double begins = deadline - half - job.downNanos() - service + SLACK_NANOS;
    long leaves = (long) (begins - half - job.upNanos()) + SLACK_NANOS;
    long left = course.uplink().after(arrival, request.bytes());
    if (request.privacy() != Privacy.CLOUD_OK || left > leaves) {
      return;
    }
    double from = course.uplink().at(arrival);
    double until = course.uplink().at(leaves) - request.bytes() + 1e-3;
    uplink.open(index(job), request.bytes() / meanBytes, from / meanBytes, until / meanBytes);
    double arrives = left + half + job.upNanos() - SLACK_NANOS;
    cloud.open(index(job), service / meanService, arrives / meanService, begins / meanService);
  }

  private static int index(Job job) {
    return (int) job.request().id();
  }

  int messages() {
    return weight.length;
  }

  double totalWeight() {
    double sum = 0;
    for (double each : weight) {
      sum += each;
    }
    return sum;
  }
}
