package dev.sluice.bench.micro;

import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A decision with 64 requests waiting, of which one is late because of it and evicted: the decision
 * of {@link PlacementBenchmark} with one walk more, and a request that changes its place. The link
 * is down, so nothing moves up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EvictionBenchmark {
  private static final int REQUESTS = 128;
  private static final int AHEAD = 64;
  private static final int BYTES = 500;
  private static final int PRIORITY = 5;
  private static final long MILLI = 1_000_000;
  private static final long SERVICE_MILLIS = 9;
  private static final double BITS_PER_SECOND = 2e6;

  private final PlacementRequest[] requests = new PlacementRequest[REQUESTS];
  private PlacementEngine engine;
  private int next;

  @Setup
  public void fill() {
    engine =
        new PlacementEngine(
            new PlacementEngine.Settings(
                1, 1, 1_000, 100, 16, Duration.ofMillis(30), BITS_PER_SECOND),
            Policies.named("deadline"));
    engine.seedLocal(0, Duration.ofMillis(SERVICE_MILLIS));
    // The estimate is 1.3 times what was seeded: the last of 64 ends within it, one more does not.
    long deadline = (long) (1.3 * SERVICE_MILLIS * AHEAD * MILLI) + MILLI;
    for (int i = 0; i < REQUESTS; i++) {
      requests[i] =
          new PlacementRequest(i, 0, 0, deadline, BYTES, PRIORITY, Privacy.CLOUD_OK, true);
    }
    for (next = 0; next < AHEAD; next++) {
      engine.place(requests[next], 0);
    }
  }

  @Benchmark
  public Decision placeAndEvict() {
    Decision decision = engine.place(requests[next % REQUESTS], 0);
    engine.withdraw(requests[(next + REQUESTS - AHEAD) % REQUESTS].id(), 0);
    next = (next + 1) % REQUESTS;
    return decision;
  }
}
