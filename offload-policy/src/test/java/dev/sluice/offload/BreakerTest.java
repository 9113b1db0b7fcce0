package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Breaker.State;
import org.junit.jupiter.api.Test;

/** Times in milliseconds, made nanoseconds by {@code ms}. */
class BreakerTest {
  private final Breaker breaker = new Breaker();

  @Test
  void opensAfterThreeTimeoutsInARow() {
    timeouts(2, 0);
    breaker.onReply();
    timeouts(2, 0);
    assertThat(breaker.state(0)).isEqualTo(State.CLOSED);

    timeouts(1, 0);
    assertThat(breaker.state(0)).isEqualTo(State.OPEN);
    assertThat(breaker.admits(0)).isFalse();
  }

  @Test
  void opensOnSilenceLongerThanItsLimit() {
    breaker.onQuiet(0, ms(250), ms(250));
    assertThat(breaker.state(ms(250))).isEqualTo(State.CLOSED);

    breaker.onQuiet(0, ms(250), ms(251));
    assertThat(breaker.state(ms(251))).isEqualTo(State.OPEN);
  }

  @Test
  void admitsOneProbeAfterTheBackOff() {
    timeouts(3, 0);
    assertThat(breaker.admits(ms(249))).isFalse();
    assertThat(breaker.admits(ms(250))).isTrue();

    breaker.onSent(ms(250));
    assertThat(breaker.admits(ms(251))).isFalse();
  }

  @Test
  void closesAfterThreeReplies() {
    timeouts(3, 0);
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.state(ms(300 + i))).isEqualTo(State.HALF_OPEN);
      breaker.onSent(ms(300 + i));
      breaker.onReply();
    }
    assertThat(breaker.state(ms(310))).isEqualTo(State.CLOSED);
  }

  @Test
  void doublesItsBackOffWithEveryLostProbeUpToFiveSeconds() {
    timeouts(3, 0);
    long now = 0;
    for (long backoff : new long[] {250, 500, 1_000, 2_000, 4_000, 5_000, 5_000}) {
      assertThat(breaker.admits(now + ms(backoff) - 1)).isFalse();
      now += ms(backoff);
      assertThat(breaker.admits(now)).isTrue();
      breaker.onSent(now);
      breaker.onTimeout(now, now);
    }
  }

  @Test
  void startsFromTheShortBackOffAgainOnceClosed() {
    doublesItsBackOffWithEveryLostProbeUpToFiveSeconds();
    for (int i = 0; i < 3; i++) {
      breaker.onReply();
    }
    timeouts(3, ms(60_000));

    assertThat(breaker.admits(ms(60_250))).isTrue();
  }

  @Test
  void anOlderTimeoutIsNotTheProbes() {
    timeouts(3, 0);
    assertThat(breaker.admits(ms(250))).isTrue();
    breaker.onSent(ms(250));
    breaker.onTimeout(ms(100), ms(260));

    assertThat(breaker.state(ms(260))).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void aProbeThatMeetsSilenceOpensItAgain() {
    timeouts(3, 0);
    assertThat(breaker.admits(ms(250))).isTrue();
    breaker.onSent(ms(250));
    breaker.onQuiet(0, ms(250), ms(500));
    assertThat(breaker.state(ms(500))).isEqualTo(State.HALF_OPEN);

    breaker.onQuiet(0, ms(250), ms(501));
    assertThat(breaker.state(ms(501))).isEqualTo(State.OPEN);
  }

  @Test
  void aProbeThatVanishedIsGivenUp() {
    timeouts(3, 0);
    assertThat(breaker.admits(ms(250))).isTrue();
    breaker.onSent(ms(250));
    breaker.onTick(ms(5_251));

    assertThat(breaker.state(ms(5_251))).isEqualTo(State.OPEN);
  }

  @Test
  void anInconclusiveProbeMakesRoomForAnother() {
    timeouts(3, 0);
    assertThat(breaker.admits(ms(250))).isTrue();
    breaker.onSent(ms(250));
    breaker.onInconclusive(ms(250));

    assertThat(breaker.admits(ms(251))).isTrue();
  }

  @Test
  void aReplyOrANewConnectionEndsTheBackOff() {
    timeouts(3, 0);
    breaker.onReply();
    assertThat(breaker.state(1)).isEqualTo(State.HALF_OPEN);

    Breaker other = new Breaker();
    for (int i = 0; i < 3; i++) {
      other.onTimeout(0, 0);
    }
    other.onLinkUp();
    assertThat(other.admits(1)).isTrue();
  }

  private void timeouts(int count, long nowNanos) {
    for (int i = 0; i < count; i++) {
      breaker.onTimeout(nowNanos, nowNanos);
    }
  }

  private static long ms(long millis) {
    return millis * Requests.MS;
  }
}
