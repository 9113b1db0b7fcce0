package dev.sluice.inference.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final long S = 1_000_000_000;

  private final CircuitBreaker breaker =
      new CircuitBreaker(
          new CircuitBreaker.Settings(10, 4, 0.5, Duration.ofSeconds(1), Duration.ofSeconds(5), 2));

  private void serve(int calls) {
    for (int i = 0; i < calls; i++) {
      breaker.onServed(breaker.onBegun());
    }
  }

  private void fail(int calls, long nowNanos) {
    for (int i = 0; i < calls; i++) {
      breaker.onFailed(breaker.onBegun(), nowNanos, 0);
    }
  }

  @Test
  void staysClosedWhileFewFail() {
    for (int i = 0; i < 100; i++) {
      serve(6);
      fail(4, 0);
    }
    assertThat(breaker.permits(0)).isTrue();
    assertThat(breaker.opened()).isZero();
  }

  @Test
  void doesNotJudgeByTooFewCalls() {
    fail(3, 0);
    assertThat(breaker.permits(0)).isTrue();
  }

  @Test
  void opensWhenHalfOfTheLastCallsFailed() {
    serve(10);
    fail(4, 0);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(1, 0);
    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    assertThat(breaker.permits(S - 1)).isFalse();
  }

  @Test
  void letsOneCallAtATimeThroughWhenItsTimeIsOver() {
    fail(4, 0);
    assertThat(breaker.permits(S)).isTrue();
    breaker.onBegun();
    assertThat(breaker.permits(S)).isFalse();
  }

  @Test
  void closesWhenEnoughAreServedAndForgetsTheFailures() {
    fail(4, 0);
    breaker.permits(S);
    serve(1);
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    serve(1);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    fail(3, S);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void opensForLongerEachTimeUpToABound() {
    fail(4, 0);
    long now = 0;
    for (long seconds : new long[] {1, 2, 4, 5, 5}) {
      assertThat(breaker.permits(now + seconds * S - 1)).isFalse();
      now += seconds * S;
      assertThat(breaker.permits(now)).isTrue();
      fail(1, now);
    }
  }

  @Test
  void opensShortlyAgainAfterItWasWell() {
    fail(4, 0);
    breaker.permits(S);
    fail(1, S);
    breaker.permits(3 * S);
    serve(2);
    fail(4, 10 * S);
    assertThat(breaker.permits(11 * S)).isTrue();
  }

  @Test
  void chanceMakesItLongerByUpToHalf() {
    for (int i = 0; i < 4; i++) {
      breaker.onFailed(breaker.onBegun(), 0, 1);
    }
    assertThat(breaker.untilNanos()).isEqualTo(S + S / 2);
  }

  @Test
  void whatBeganBeforeItOpenedSaysNothingAboutNow() {
    int early = breaker.onBegun();
    fail(4, 0);
    breaker.onFailed(early, 0, 0);
    assertThat(breaker.opened()).isEqualTo(1);
    breaker.permits(S);
    breaker.onServed(early);
    breaker.onServed(early);
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
  }

  @Test
  void aProbeThatTellsNothingMakesRoomForAnother() {
    fail(4, 0);
    breaker.permits(S);
    breaker.onUntold(breaker.onBegun());
    assertThat(breaker.permits(S)).isTrue();
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
  }
}
