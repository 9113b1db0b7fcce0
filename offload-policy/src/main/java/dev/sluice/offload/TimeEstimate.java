package dev.sluice.offload;

/**
 * Mean and mean absolute deviation of a duration that is measured now and then.
 *
 * <pre>
 *   gain = max(1 / (samples + 2), 1/16)
 *   x'   = min(x, max(4 mean, mean + 8 deviation))
 *   deviation += gain (|x' - mean| - deviation);   mean += gain (x' - mean)
 * </pre>
 *
 * One sample is clipped, so that a single stall of the machine does not push every deadline out of
 * reach; a lasting change still gets through, in a dozen samples. The deviation counts double until
 * ten samples are known.
 *
 * <p>Of samples that come rarely the last one says up to as much as all before: after t seconds
 * without one the gain is at least min(1/2, 1 - exp(-t / 2 s)), where the caller asks for it.
 *
 * <p>A mean above its prior fades back towards it when nothing has been measured for a while.
 * Without that a bad spell would be believed for ever: the side looks too slow, so nothing is sent
 * there, so nothing is learned.
 *
 * <p>Where the place is known to have become slower by a factor, the estimate follows at once, but
 * for what has been measured since it was last asked: n samples know 1 - (15/16)^n of it already.
 */
final class TimeEstimate {
  private static final double GAIN_MIN = 1.0 / 16;
  private static final double GAIN_MAX = 1.0 / 2;
  private static final double MEMORY_NANOS = 2e9;
  private static final int SAMPLES_TRUSTED = 10;
  private static final double GRACE_NANOS = 10e9;
  private static final double FADE_NANOS = 30e9;

  private double prior;
  private double mean;
  private double deviation;
  private int samples;
  private int samplesSinceRead;
  private long lastNanos;

  TimeEstimate(double priorNanos) {
    seed(priorNanos);
  }

  /** Starts over from {@code priorNanos}. */
  void seed(double priorNanos) {
    prior = priorNanos;
    mean = priorNanos;
    deviation = priorNanos / 2;
    samples = 0;
  }

  void learn(long nanos, long nowNanos) {
    learn(nanos, Math.max(1.0 / (samples + 2), GAIN_MIN), nowNanos);
  }

  /** A sample counts for more the longer there was none, up to half. */
  void learnAfter(double sinceNanos, long nanos, long nowNanos) {
    double faded = Math.min(GAIN_MAX, 1 - Math.exp(-sinceNanos / MEMORY_NANOS));
    learn(nanos, Math.max(faded, Math.max(1.0 / (samples + 2), GAIN_MIN)), nowNanos);
  }

  private void learn(long nanos, double gain, long nowNanos) {
    mean = mean(nowNanos);
    double sample = samples == 0 ? nanos : Math.min((double) nanos, plausibleMax());
    deviation += gain * (Math.abs(sample - mean) - deviation);
    mean += gain * (sample - mean);
    samples++;
    samplesSinceRead++;
    lastNanos = nowNanos;
  }

  /**
   * The condition of the place has been read: it is so many times slower than when it was last
   * read, or faster, below 1.
   */
  void onRead(double factor) {
    double news = Math.pow(factor, Math.pow(1 - GAIN_MIN, samplesSinceRead));
    mean *= news;
    deviation *= news;
    prior *= factor;
    samplesSinceRead = 0;
  }

  /** It took no more than this just now, and that is certain: taken over at once. */
  void shorten(double nanos, long nowNanos) {
    mean = Math.min(mean(nowNanos), nanos);
    deviation = Math.min(deviation, mean / 2);
    lastNanos = nowNanos;
  }

  private double plausibleMax() {
    return Math.max(4 * mean, mean + 8 * deviation);
  }

  double mean(long nowNanos) {
    double unobserved = nowNanos - lastNanos - GRACE_NANOS;
    if (samples == 0 || mean <= prior || unobserved <= 0) {
      return mean;
    }
    return prior + (mean - prior) * FADE_NANOS / (FADE_NANOS + unobserved);
  }

  double deviation() {
    return samples < SAMPLES_TRUSTED ? 2 * deviation : deviation;
  }

  boolean measured() {
    return samples > 0;
  }
}
