package dev.sluice.offload.lab;

import java.util.SplittableRandom;

/**
 * A log-normal duration.
 *
 * @param meanMs its mean in milliseconds, above 0
 * @param sigma standard deviation of its logarithm; 0 makes it constant
 */
public record Spread(double meanMs, double sigma) {
  public Spread {
    if (!(meanMs > 0) || !(sigma >= 0)) {
      throw new IllegalArgumentException("a service time needs ms above 0 and sigma of 0 or more");
    }
  }

  /** Nanoseconds, at least one. */
  long draw(SplittableRandom random) {
    double z = gaussian(random);
    return Math.max(1, (long) (meanMs * 1e6 * Math.exp(sigma * z - sigma * sigma / 2)));
  }

  /** Box and Muller, 1958: two draws for each value, so that equal seeds stay in step. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
