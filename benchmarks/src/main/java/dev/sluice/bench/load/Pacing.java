package dev.sluice.bench.load;

/** When the publishers publish. */
interface Pacing {

  /**
   * Publishes what may leave now.
   *
   * @param nanos the generator's monotonic clock
   */
  void publish(long nanos);

  /** How long the loop may sleep; 0 = not at all. */
  long waitMillis();
}
