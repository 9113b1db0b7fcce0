package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.RequestTimers.Kind;
import org.junit.jupiter.api.Test;

class RequestTimersTest {
  private final RequestTimers timers = new RequestTimers();

  @Test
  void comeInTheOrderOfTime() {
    timers.add(30, 1, Kind.EXPIRE);
    timers.add(10, 2, Kind.STAND_BY);
    timers.add(20, 2, Kind.SETTLE);
    assertThat(timers.nextNanos()).isEqualTo(10);
    assertThat(timers.take().kind()).isEqualTo(Kind.STAND_BY);
    assertThat(timers.take().kind()).isEqualTo(Kind.SETTLE);
    assertThat(timers.isDue(29)).isFalse();
    assertThat(timers.isDue(30)).isTrue();
  }

  @Test
  void atOneInstantTheFallbackComesBeforeTheEnd() {
    timers.add(10, 1, Kind.EXPIRE);
    timers.add(10, 1, Kind.SETTLE);
    assertThat(timers.take().kind()).isEqualTo(Kind.SETTLE);
  }

  @Test
  void sayNeverWhenThereIsNone() {
    assertThat(timers.nextNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
