package dev.sluice.offload.lab;

/**
 * The certified bound: a deadline-hit ratio that no policy can beat on this course, not even one
 * that knows the future.
 *
 * <pre>
 *   UB = sum_t capacity_t price_t                                            (all three markets)
 *      + sum_i max(0, w_i - local_i, w_i - uplink_i - cloud_i)
 * </pre>
 *
 * with x_i the cost of message i's cheapest uninterrupted run on market x ({@link Market}).
 *
 * <p>Why it holds, for any prices of zero or more: take any schedule. Let each message that it
 * answers in time pay for what it uses. One answered here runs once, uninterrupted, between arrival
 * and deadline, so it pays local_i at least; one answered by the cloud has crossed the wire and run
 * there, uninterrupted both times and within windows that are not narrower than these, so it pays
 * uplink_i + cloud_i at least. What is left of its worth is at most its term in the second sum.
 * Together they use no more than there is, so what they paid is at most the first sum. Worth is
 * what was paid plus what is left.
 *
 * <p>The best prices are looked for by subgradient steps from zero; every step yields a bound, and
 * the least of them is the answer. A choice between two sides is softened near a tie, in the
 * direction of the step only, never in the bound.
 */
public final class Bound {
  private static final int ITERATIONS = 600;
  private static final double RATE_FIRST = 0.03;
  private static final double RATE_LAST = 0.001;
  private static final double TEMPERATURE_FIRST = 0.2;
  private static final double TEMPERATURE_LAST = 0.01;

  private final BoundProblem problem;

  private Bound(BoundProblem problem) {
    this.problem = problem;
  }

  /** From 0 to 1; 1 when nothing comes. */
  public static double of(Course course) {
    return course.size() == 0 ? 1 : of(new BoundProblem(course), ITERATIONS);
  }

  static double of(BoundProblem problem, int iterations) {
    return new Bound(problem).fit(iterations) / problem.totalWeight();
  }

  private double fit(int iterations) {
    double best = Double.MAX_VALUE;
    for (int k = 0; k < iterations; k++) {
      double progress = (double) k / iterations;
      best = Math.min(best, bound(between(TEMPERATURE_FIRST, TEMPERATURE_LAST, progress)));
      double rate = between(RATE_FIRST, RATE_LAST, progress);
      problem.local.step(rate);
      problem.uplink.step(rate);
      problem.cloud.step(rate);
    }
    return best;
  }

  private static double between(double first, double last, double progress) {
    return first * Math.pow(last / first, progress);
  }

  /** Of the present prices; what is sold at them is noted for the next step. */
  private double bound(double temperature) {
    double sum = problem.local.begin() + problem.uplink.begin() + problem.cloud.begin();
    for (int i = 0; i < problem.messages(); i++) {
      sum += surplus(i, temperature);
    }
    return sum;
  }

  private double surplus(int i, double temperature) {
    boolean here = problem.local.takes(i);
    boolean there = problem.uplink.takes(i);
    double local = here ? problem.weight[i] - problem.local.cheapest(i) : -1;
    double cloud =
        there ? problem.weight[i] - problem.uplink.cheapest(i) - problem.cloud.cheapest(i) : -1;
    double most = Math.max(0, Math.max(local, cloud));
    double localPart = here ? Math.exp((local - most) / temperature) : 0;
    double cloudPart = there ? Math.exp((cloud - most) / temperature) : 0;
    double all = Math.exp(-most / temperature) + localPart + cloudPart;
    if (here) {
      problem.local.sell(i, localPart / all);
    }
    if (there) {
      problem.uplink.sell(i, cloudPart / all);
      problem.cloud.sell(i, cloudPart / all);
    }
    return most;
  }
}
