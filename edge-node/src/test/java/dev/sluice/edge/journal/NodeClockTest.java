package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeClockTest {
  private static final long HOUR_MS = 3_600_000;
  private static final long HOUR_NANOS = HOUR_MS * 1_000_000;
  private static final TimeMark LAST = new TimeMark(5 * HOUR_NANOS, 1_000 * HOUR_MS);

  private long monotonic = 77 * HOUR_NANOS;
  private long wall = LAST.wallMillis();

  private NodeClock after(TimeMark last) {
    return new NodeClock(Optional.of(last), () -> monotonic, () -> wall);
  }

  @Test
  void beginsAtZeroAndFollowsTheMonotonicClock() {
    NodeClock clock = new NodeClock(Optional.empty(), () -> monotonic, () -> wall);
    assertThat(clock.nanos()).isZero();
    monotonic += 9;
    assertThat(clock.nanos()).isEqualTo(9);
    assertThat(clock.absence()).isEmpty();
  }

  @Test
  void goesOnWhereTheLastProcessStopped() {
    assertThat(after(LAST).nanos()).isEqualTo(LAST.nanos());
  }

  @Test
  void countsTheTimeWithoutAProcess() {
    wall += 2 * HOUR_MS;
    NodeClock clock = after(LAST);
    assertThat(clock.nanos()).isEqualTo(7 * HOUR_NANOS);
    assertThat(clock.absence()).contains(Duration.ofHours(2));
    assertThat(clock.absenceBelieved()).isTrue();
  }

  @Test
  void aYearAcrossARestartIsNotBelieved() {
    wall += 365 * 24 * HOUR_MS;
    NodeClock clock = after(LAST);
    assertThat(clock.nanos()).isEqualTo(LAST.nanos());
    assertThat(clock.absenceBelieved()).isFalse();
  }

  @Test
  void norIsAClockThatWentBack() {
    wall -= HOUR_MS;
    NodeClock clock = after(LAST);
    assertThat(clock.nanos()).isEqualTo(LAST.nanos());
    assertThat(clock.absenceBelieved()).isFalse();
  }

  @Test
  void doesNotFollowTheSystemsClockWhileItLivesButSeesItJump() {
    NodeClock clock = after(LAST);
    TimeMark mark = clock.mark();
    wall += 365 * 24 * HOUR_MS;
    monotonic += 1_000_000;
    assertThat(clock.nanos()).isEqualTo(LAST.nanos() + 1_000_000);
    assertThat(clock.jumpSince(mark)).isGreaterThan(Duration.ofDays(364));
  }
}
