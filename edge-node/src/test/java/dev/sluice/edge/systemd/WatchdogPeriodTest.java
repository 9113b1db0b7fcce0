package dev.sluice.edge.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchdogPeriodTest {
  private static final long PID = 42;

  @Test
  void isHalfOfTheLimit() {
    assertThat(WatchdogPeriod.of(Map.of("WATCHDOG_USEC", "30000000"), PID).millis())
        .isEqualTo(15_000);
  }

  @Test
  void isNoneWhereNobodyWatches() {
    assertThat(WatchdogPeriod.of(Map.of(), PID).isWanted()).isFalse();
    assertThat(WatchdogPeriod.of(Map.of("WATCHDOG_USEC", "0"), PID).isWanted()).isFalse();
    assertThat(WatchdogPeriod.of(Map.of("WATCHDOG_USEC", "soon"), PID).isWanted()).isFalse();
  }

  @Test
  void leavesTheWatchThatIsMeantForAnotherProcess() {
    Map<String, String> other = Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "41");
    assertThat(WatchdogPeriod.of(other, PID).isWanted()).isFalse();
  }
}
