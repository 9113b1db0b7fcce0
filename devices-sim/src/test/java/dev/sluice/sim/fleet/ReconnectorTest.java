package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReconnectorTest {
  private static final long LONGEST_WAIT = 5_000;

  private final ManualTimers timers = new ManualTimers();
  private final Backoff backoff =
      new Backoff(Duration.ofMillis(200), Duration.ofMillis(LONGEST_WAIT), new SplittableRandom(1));
  private int attempts;
  private final Reconnector reconnector = new Reconnector(() -> attempts++, backoff, timers);

  @Test
  void triesAgainAfterAFailure() {
    reconnector.begin();
    reconnector.disconnected();
    assertThat(attempts).isEqualTo(1);
    timers.pass(LONGEST_WAIT);
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void countsConnectionsAfterTheFirst() {
    reconnector.begin();
    assertThat(reconnector.wasEverUp()).isFalse();
    reconnector.connected();
    assertThat(reconnector.isUp()).isTrue();
    assertThat(reconnector.reconnects()).isZero();
    reconnector.disconnected();
    assertThat(reconnector.isUp()).isFalse();
    assertThat(reconnector.wasEverUp()).isTrue();
    timers.pass(LONGEST_WAIT);
    reconnector.connected();
    assertThat(reconnector.reconnects()).isEqualTo(1);
  }

  @Test
  void takesTwoReportsOfOneLossForOne() {
    reconnector.begin();
    reconnector.connected();
    reconnector.disconnected();
    reconnector.disconnected();
    timers.pass(LONGEST_WAIT);
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void givesUpAnAttemptThatSaysNothing() {
    reconnector.begin();
    timers.pass(Reconnector.ATTEMPT_MILLIS_MAX);
    timers.pass(LONGEST_WAIT);
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void leavesAConnectionAloneThatCameInTime() {
    reconnector.begin();
    reconnector.connected();
    timers.pass(10 * Reconnector.ATTEMPT_MILLIS_MAX);
    assertThat(attempts).isEqualTo(1);
    assertThat(reconnector.isUp()).isTrue();
  }

  @Test
  void staysStopped() {
    reconnector.begin();
    reconnector.disconnected();
    reconnector.stop();
    timers.pass(10 * LONGEST_WAIT);
    reconnector.connected();
    assertThat(attempts).isEqualTo(1);
    assertThat(reconnector.isUp()).isFalse();
  }
}
