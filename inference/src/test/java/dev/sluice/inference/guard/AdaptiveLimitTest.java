package dev.sluice.inference.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveLimitTest {
  private static final long MS = 1_000_000;
  private static final int MAX = 256;

  private final AdaptiveLimit limit = new AdaptiveLimit(AdaptiveLimit.Settings.upTo(MAX));

  private record Call(long begunNanos, long doneNanos) {}

  /** What a closed loop came to in its last part. */
  private record Outcome(double meanLimit, double meanMillis, double perSecond) {}

  /** As many calls as the limit allows, all the time. */
  private Outcome saturate(int slots, long serviceNanos, long forNanos, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    ServerModel server = new ServerModel(slots);
    PriorityQueue<Call> inFlight =
        new PriorityQueue<>((a, b) -> Long.compare(a.doneNanos(), b.doneNanos()));
    long now = 0;
    double limits = 0;
    double millis = 0;
    int counted = 0;
    while (now < forNanos) {
      while (inFlight.size() < limit.current()) {
        long service = (long) (serviceNanos * (0.9 + 0.2 * chance.nextDouble()));
        inFlight.add(new Call(now, server.serve(now, service)));
      }
      Call done = inFlight.poll();
      now = done.doneNanos();
      limit.onServed(now - done.begunNanos(), inFlight.size() + 1, now);
      if (now > forNanos / 2) {
        limits += limit.current();
        millis += (now - done.begunNanos()) / (double) MS;
        counted++;
      }
    }
    return new Outcome(
        limits / counted, millis / counted, counted * 1e9 / (forNanos - forNanos / 2.0));
  }

  @ParameterizedTest(name = "{0} slots of {1} ms")
  @CsvSource({"1, 10", "4, 10", "16, 5", "64, 50"})
  void keepsAServerBusyWithoutQueueingLongInIt(int slots, long serviceMs) {
    Outcome outcome = saturate(slots, serviceMs * MS, 120_000 * MS, 7);

    double most = slots * 1_000.0 / serviceMs;
    System.out.printf(
        "limit slots=%d mean=%.1f time=%.1fms share-of-throughput=%.2f%n",
        slots, outcome.meanLimit(), outcome.meanMillis(), outcome.perSecond() / most);
    assertThat(outcome.perSecond()).as("calls per second").isGreaterThan(0.9 * most);
    double roots = 4 + 6 * Math.sqrt(slots);
    assertThat(outcome.meanLimit()).as("mean limit").isBetween(0.9 * slots, 2.0 * slots + roots);
  }

  @Test
  void followsAServerThatGetsFewerSlots() {
    saturate(32, 10 * MS, 30_000 * MS, 3);
    int before = limit.current();
    AdaptiveLimitTest less = this;
    Outcome outcome = less.saturate(4, 10 * MS, 300_000 * MS, 4);
    assertThat(before).isGreaterThan(28);
    assertThat(outcome.meanLimit()).isLessThan(24);
  }

  @Test
  void doesNotGrowWhileItIsNotUsed() {
    for (long now = 0; now < 5_000 * MS; now += MS) {
      limit.onServed(10 * MS, 1, now);
    }
    assertThat(limit.current()).isEqualTo(8);
  }

  @Test
  void shrinksOncePerWindowOfDrops() {
    for (int i = 0; i < 50; i++) {
      limit.onDropped(i);
    }
    assertThat(limit.current()).isEqualTo(7);
    for (int i = 1; i < 200; i++) {
      limit.onDropped(i * 200L * MS);
    }
    assertThat(limit.current()).as("never nothing").isEqualTo(1);
  }

  @Test
  void neverExceedsItsMaximum() {
    for (long now = 0; now < 14_000 * MS; now += MS) {
      limit.onServed(10 * MS, MAX, now);
    }
    assertThat(limit.current()).isEqualTo(MAX);
  }
}
