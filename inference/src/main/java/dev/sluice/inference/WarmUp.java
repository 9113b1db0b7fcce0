package dev.sluice.inference;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long one inference takes on this machine, measured before traffic comes: what placement
 * starts from. It also brings code and weights into the caches.
 */
public final class WarmUp {
  private static final int RUNS_MIN = 3;
  private static final long PATIENCE_NANOS = Duration.ofMillis(250).toNanos();

  private WarmUp() {}

  /**
   * Runs a freshly loaded model on a made-up signal, {@code runs} times unmeasured and as often
   * measured; a slow model less often, so that starting with it does not take long.
   *
   * @return the median, which a pause of the machine does not move
   */
  public static Duration median(Model model, int runs) throws InferenceException {
    if (runs < 1) {
      throw new IllegalArgumentException("runs " + runs + ": at least 1");
    }
    return measure(model, runs).median();
  }

  /**
   * @param runs that were measured
   * @param p95 that 19 of 20 runs kept to
   */
  public record Times(int runs, Duration median, Duration p95) {}

  /** As {@link #median}, with more to say. */
  public static Times measure(Model model, int runs) throws InferenceException {
    float[] features = signal(model.manifest().input().window());
    times(model, features, runs);
    long[] nanos = times(model, features, runs);
    Arrays.sort(nanos);
    return new Times(
        nanos.length,
        Duration.ofNanos(nanos[nanos.length / 2]),
        Duration.ofNanos(nanos[Math.min(nanos.length - 1, nanos.length * 95 / 100)]));
  }

  private static long[] times(Model model, float[] features, int runs) throws InferenceException {
    long[] nanos = new long[runs];
    long begun = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      model.infer(features);
      nanos[i] = System.nanoTime() - start;
      if (i + 1 >= RUNS_MIN && System.nanoTime() - begun > PATIENCE_NANOS) {
        return Arrays.copyOf(nanos, i + 1);
      }
    }
    return nanos;
  }

  private static float[] signal(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.sin(0.3 * i);
    }
    return values;
  }
}
