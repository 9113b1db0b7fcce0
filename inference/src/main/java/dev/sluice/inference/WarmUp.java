package dev.sluice.inference;

import java.time.Duration;
import java.util.Arrays;

/**
 * How long one inference takes on this machine, measured before traffic comes: what placement
 * starts from. It also brings code and weights into the caches.
 */
public final class WarmUp {
  private WarmUp() {}

  /**
   * Runs a freshly loaded model on a made-up signal, {@code runs} times unmeasured and as often
   * measured.
   *
   * @return the median, which a pause of the machine does not move
   */
  public static Duration median(Model model, int runs) throws InferenceException {
    if (runs < 1) {
      throw new IllegalArgumentException("runs " + runs + ": at least 1");
    }
    float[] features = signal(model.manifest().input().window());
    for (int i = 0; i < runs; i++) {
      model.infer(features);
    }
    long[] nanos = new long[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      model.infer(features);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[runs / 2]);
  }

  private static float[] signal(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) Math.sin(0.3 * i);
    }
    return values;
  }
}
