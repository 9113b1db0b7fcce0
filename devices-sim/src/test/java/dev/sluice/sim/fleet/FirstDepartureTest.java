package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.device.ClientKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FirstDepartureTest {
  private static final long PERIOD = Duration.ofSeconds(1).toNanos();

  /** Ten devices, spread over the period. */
  private static final GroupConfig SPREAD = Groups.crowd("room", 10);

  private static long offset(int number, Duration ramp) {
    return FirstDeparture.offsetNanos(SPREAD, number, PERIOD, ramp);
  }

  @Test
  void spreadsDevicesOverThePeriodWhenThereIsNoRamp() {
    assertThat(offset(1, Duration.ZERO)).isZero();
    assertThat(offset(6, Duration.ZERO)).isEqualTo(PERIOD / 2);
  }

  @Test
  void startsLaterDevicesWholePeriodsLaterOnTheRamp() {
    Duration ramp = Duration.ofSeconds(4);
    for (int number = 1; number <= 10; number++) {
      long delay = offset(number, ramp) - offset(number, Duration.ZERO);
      assertThat(delay % PERIOD).as("device %d keeps its phase", number).isZero();
      assertThat(delay).isBetween(0L, ramp.toNanos());
    }
    assertThat(offset(1, ramp)).isZero();
    assertThat(offset(10, ramp)).isGreaterThan(3 * PERIOD);
  }

  @Test
  void dividesAnyNumberOfDevices() {
    GroupConfig one = Groups.answers("pump", ClientKind.PAHO_V5, 1, 1);
    assertThat(FirstDeparture.offsetNanos(one, 1, PERIOD, Duration.ofHours(1))).isZero();
  }
}
