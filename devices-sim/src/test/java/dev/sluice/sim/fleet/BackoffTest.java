package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 99})
  void doublesToItsLongestWaitWithJitterInTheUpperHalf(long seed) {
    Backoff backoff = backoff(seed);
    long full = 200;
    for (int i = 0; i < 40; i++) {
      assertThat(backoff.nextMillis()).isBetween(full / 2, full);
      full = Math.min(5_000, full * 2);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 99})
  void beginsAnewAfterASuccess(long seed) {
    Backoff backoff = backoff(seed);
    for (int i = 0; i < 5; i++) {
      backoff.nextMillis();
    }
    backoff.succeeded();
    assertThat(backoff.nextMillis()).isBetween(100L, 200L);
  }

  private static Backoff backoff(long seed) {
    return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), new SplittableRandom(seed));
  }
}
