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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One decision where to run with so many requests waiting, each of which is in time: with {@code
 * adaptive} the walk that looks for what must be evicted, and finds nothing, is part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PlacementBenchmark {
  private static final int REQUESTS = 128;
  private static final int BYTES = 500;
  private static final int PRIORITY = 5;
  private static final long MILLI = 1_000_000;
  private static final double BITS_PER_SECOND = 2e6;

  @Param({"adaptive", "threshold", "edge-only"})
  private String policy;

  @Param({"4", "64"})
  private int ahead;

  private final PlacementRequest[] requests = new PlacementRequest[REQUESTS];
  private PlacementEngine engine;
  private int next;

  @Setup
  public void connect() {
    engine =
        new PlacementEngine(
            new PlacementEngine.Settings(
                1, 1, 100, 100, 16, Duration.ofMillis(30), BITS_PER_SECOND),
            Policies.named(policy));
    engine.onLinkUp(0);
    engine.seedLocal(0, Duration.ofMillis(9));
    for (int i = 0; i < REQUESTS; i++) {
      long deadline = (1_000 + i % 7) * MILLI;
      requests[i] =
          new PlacementRequest(i, 0, 0, deadline, BYTES, PRIORITY, Privacy.CLOUD_OK, true);
    }
  }

  @Benchmark
  public Decision place() {
    Decision decision = engine.place(requests[next % REQUESTS], next);
    engine.withdraw(requests[(next + REQUESTS - ahead) % REQUESTS].id(), next);
    // Time goes on within the deadlines, then begins again.
    next = (next + 1) % (REQUESTS * (int) (MILLI / 1_000));
    return decision;
  }
}
