package dev.sluice.offload.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.lab.Contender.Manner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A gateway that throttles, with instruments and without. */
class NoticedFaultTest {
  private static Fault throttling(Fault.Kind kind, Optional<Duration> noticed) {
    return new Fault(
        kind, Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(8), 7, 0.4, noticed);
  }

  private static double missed(Optional<Duration> noticed, double rate) {
    ServiceClass kind =
        new ServiceClass(
            "a",
            20_000,
            Duration.ofMillis(150),
            5,
            Privacy.CLOUD_OK,
            new Spread(60, 0.2),
            new Spread(15, 0.2));
    Scenario scenario =
        new Scenario(
            "s",
            Duration.ofSeconds(60),
            2,
            List.of(kind),
            List.of(new Stream(new ArrivalProcess.Poisson(rate), List.of(1.0))),
            new Uplink.Constant(8),
            Duration.ofMillis(40),
            Duration.ofMillis(4),
            4,
            List.of(throttling(Fault.Kind.THERMAL, noticed)));
    Contender contender =
        new Contender("priced", Manner.DISPATCHER, seed -> Policies.named("priced"));
    double missed = 0;
    for (long seed = 1; seed <= 5; seed++) {
      missed += 1 - Simulation.run(Course.of(scenario, seed), contender, seed).hitRatio();
    }
    return missed;
  }

  /** Three a second: without instruments half of what comes in those seconds teaches it. */
  @Test
  void aGatewayThatReadsItsClockMissesLess() {
    assertThat(missed(Optional.of(Duration.ofMillis(500)), 3))
        .isLessThan(0.7 * missed(Optional.empty(), 3));
  }

  @Test
  void onlyAHotGatewayHasInstruments() {
    assertThatThrownBy(() -> throttling(Fault.Kind.CLOUD_SLOW, Optional.of(Duration.ofSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
