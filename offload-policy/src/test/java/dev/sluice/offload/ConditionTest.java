package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What the machine's vitals make of runs here. */
class ConditionTest {
  private final Condition condition = new Condition(VitalLimits.ORDINARY);

  private static Vitals celsius(double celsius) {
    return new Vitals(OptionalDouble.of(celsius), 1, 0, 0);
  }

  private static Vitals speed(double speed) {
    return new Vitals(OptionalDouble.empty(), speed, 0, 0);
  }

  @Test
  void aMachineOfWhichNothingIsKnownIsWell() {
    condition.see(Vitals.WELL);

    assertThat(condition.slowdown()).isEqualTo(1);
    assertThat(condition.heat()).isEqualTo(Heat.COOL);
  }

  @Test
  void halfTheClockMakesRunsTwiceAsLongAtOnce() {
    condition.see(speed(0.5));

    assertThat(condition.slowdown()).isEqualTo(2);
  }

  @Test
  void stolenTimeAndWaitingCountWhenTheyLast() {
    Vitals robbed = new Vitals(OptionalDouble.empty(), 1, 0.5, 0.2);
    condition.see(robbed);
    assertThat(condition.slowdown()).isLessThan(1.5);

    for (int i = 0; i < 20; i++) {
      condition.see(robbed);
    }

    assertThat(condition.slowdown()).isCloseTo(1.2 / 0.5, within(0.01));
  }

  @Test
  void itIsWarmFromEightyDegreesUntilItIsBelowSeventyFive() {
    condition.see(celsius(79.9));
    assertThat(condition.heat()).isEqualTo(Heat.COOL);
    condition.see(celsius(80));
    assertThat(condition.heat()).isEqualTo(Heat.WARM);
    assertThat(condition.slowdown()).isEqualTo(1.3);
    condition.see(celsius(75));
    assertThat(condition.heat()).isEqualTo(Heat.WARM);
    condition.see(celsius(74.9));

    assertThat(condition.heat()).isEqualTo(Heat.COOL);
    assertThat(condition.slowdown()).isEqualTo(1);
  }

  @Test
  void aClockThatIsMeasuredCountsWhereItSaysMoreThanTheTemperature() {
    condition.see(new Vitals(OptionalDouble.of(85), 0.9, 0, 0));
    assertThat(condition.slowdown()).isEqualTo(1.3);

    condition.see(new Vitals(OptionalDouble.of(85), 0.5, 0, 0));

    assertThat(condition.slowdown()).isEqualTo(2);
  }

  @Test
  void aHotMachineIsClosedToHeavyModelsUntilItHasCooled() {
    double heavy = Duration.ofMillis(5).toNanos();
    condition.see(celsius(95));
    assertThat(condition.closes(heavy)).isTrue();
    assertThat(condition.closes(heavy - 1)).isFalse();
    condition.see(celsius(90));
    assertThat(condition.closes(heavy)).isTrue();
    condition.see(celsius(89));

    assertThat(condition.closes(heavy)).isFalse();
    assertThat(condition.heat()).isEqualTo(Heat.WARM);
  }

  @Test
  void limitsThatAreNotHeededChangeNothingUntilTheyAre() {
    condition.see(new Vitals(OptionalDouble.of(100), 0.5, 0, 0));
    condition.use(new VitalLimits(false, 80, 75, 1.3, 95, 90, Duration.ofMillis(5)));
    assertThat(condition.slowdown()).isEqualTo(1);
    assertThat(condition.closes(1e9)).isFalse();

    condition.use(VitalLimits.ORDINARY);

    assertThat(condition.heat()).isEqualTo(Heat.HOT);
    assertThat(condition.slowdown()).isEqualTo(2);
  }

  @Test
  void nothingMakesItMoreThanEightTimes() {
    condition.settle(new Vitals(OptionalDouble.empty(), 0.05, 0.9, 1));

    assertThat(condition.slowdown()).isEqualTo(8);
  }

  @Test
  void refusesVitalsThatCannotBe() {
    assertThatThrownBy(() -> speed(0)).hasMessageContaining("speed");
    assertThatThrownBy(() -> new Vitals(OptionalDouble.empty(), 1, 1, 0))
        .hasMessageContaining("stolen");
    assertThatThrownBy(() -> new Vitals(OptionalDouble.empty(), 1, 0, Double.NaN))
        .hasMessageContaining("waiting");
    assertThatThrownBy(() -> new VitalLimits(true, 70, 75, 1.3, 95, 90, Duration.ZERO))
        .hasMessageContaining("limit");
  }
}
