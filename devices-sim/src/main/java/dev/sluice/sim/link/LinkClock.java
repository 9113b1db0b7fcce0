package dev.sluice.sim.link;

/** Time since the link began; monotonic. */
final class LinkClock {
  private final long startNanos = System.nanoTime();

  long nanos() {
    return System.nanoTime() - startNanos;
  }
}
