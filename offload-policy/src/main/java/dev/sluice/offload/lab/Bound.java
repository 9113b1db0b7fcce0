package dev.sluice.offload.lab;

/**
 * The certified bound: a deadline-hit ratio that no policy can beat on this course, not even one
 * that knows the future. Prices are fitted by gradient steps on a smoothed bound; the number that
 * is returned is the exact bound of the best prices seen.
 */
public final class Bound {
  private static final int ITERATIONS = 1_500;
  private static final int CHECK_EVERY = 25;
  private static final double RATE_FIRST = 0.05;
  private static final double RATE_LAST = 0.001;
  private static final double TEMPERATURE_FIRST = 0.2;
  private static final double TEMPERATURE_LAST = 0.01;

  private final BoundProblem problem;
  private final Prices prices;
  private final SmoothSide local;
  private final SmoothSide uplink;

  private Bound(BoundProblem problem) {
    this.problem = problem;
    prices = new Prices(problem.bins());
    local = new SmoothSide(prices.local, problem.localCapacity);
    uplink = new SmoothSide(prices.uplink, problem.uplinkCapacity);
  }

  /** From 0 to 1; 1 when nothing comes. */
  public static double of(Course course) {
    return course.size() == 0 ? 1 : of(new BoundProblem(course), ITERATIONS);
  }

  static double of(BoundProblem problem, int iterations) {
    return new Bound(problem).fit(iterations) / problem.totalWeight();
  }

  private double fit(int iterations) {
    double best = prices.bound(problem);
    for (int k = 0; k < iterations; k++) {
      double progress = (double) k / iterations;
      step(
          between(TEMPERATURE_FIRST, TEMPERATURE_LAST, progress),
          between(RATE_FIRST, RATE_LAST, progress));
      if (k % CHECK_EVERY == CHECK_EVERY - 1 || k == iterations - 1) {
        best = Math.min(best, prices.bound(problem));
      }
    }
    return best;
  }

  private static double between(double first, double last, double progress) {
    return first * Math.pow(last / first, progress);
  }

  private void step(double temperature, double rate) {
    local.begin(temperature);
    uplink.begin(temperature);
    for (int i = 0; i < problem.messages(); i++) {
      choose(i, temperature);
    }
    local.step(rate);
    uplink.step(rate);
  }

  /** Each message buys where its surplus is larger, the nearer a tie the more of both. */
  private void choose(int i, double temperature) {
    int from = problem.from[i];
    double weight = problem.weight[i];
    boolean here = problem.localUntil[i] != BoundProblem.NEVER;
    boolean there = problem.cloudUntil[i] != BoundProblem.NEVER;
    double localSurplus =
        here ? weight - problem.work[i] * local.least(from, problem.localUntil[i]) : -1e9;
    double cloudSurplus =
        there ? weight - problem.bytes[i] * uplink.least(from, problem.cloudUntil[i]) : -1e9;
    double most = Math.max(0, Math.max(localSurplus, cloudSurplus));
    double none = Math.exp(-most / temperature);
    double localPart = Math.exp((localSurplus - most) / temperature);
    double cloudPart = Math.exp((cloudSurplus - most) / temperature);
    double sum = none + localPart + cloudPart;
    if (here) {
      local.buy(from, problem.localUntil[i], problem.work[i] * localPart / sum);
    }
    if (there) {
      uplink.buy(from, problem.cloudUntil[i], problem.bytes[i] * cloudPart / sum);
    }
  }
}
