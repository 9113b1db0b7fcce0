package dev.sluice.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final long MILLI = 1_000_000;

  private final Checker checker =
      new Checker(
          List.of(
              new GroupRules("timed", Expectation.ANSWERS, 1, OptionalLong.of(300 * MILLI)),
              new GroupRules("patient", Expectation.ANSWERS, 1, OptionalLong.empty()),
              new GroupRules("telemetry", Expectation.DELIVERY, 1, OptionalLong.empty())));

  @Test
  void addsUpGroupsAndKeepsThemApart() {
    answered("timed", Placement.EDGE, 10);
    answered("patient", Placement.CLOUD, 9_000);
    assertThat(checker.total().published()).isEqualTo(2);
    assertThat(checker.total().resultsByPlacement())
        .containsEntry("edge", 1L)
        .containsEntry("cloud", 1L)
        .containsEntry("cache", 0L)
        .containsEntry("fallback", 0L)
        .containsEntry("none", 0L);
    assertThat(checker.perGroup().keySet()).containsExactly("timed", "patient", "telemetry");
    assertThat(checker.perGroup().get("patient").resultsByPlacement()).containsEntry("edge", 0L);
  }

  @Test
  void takesPercentilesAndHitsFromGroupsWithADeadline() {
    answered("timed", Placement.EDGE, 10);
    answered("patient", Placement.CLOUD, 9_000);
    assertThat(checker.total().p99Ms().orElseThrow()).isLessThan(11);
    assertThat(checker.total().deadlineHitRatio()).hasValue(1.0);
    assertThat(checker.perGroup().get("patient").p50Ms().orElseThrow()).isGreaterThan(8_990);
    assertThat(checker.perGroup().get("patient").deadlineHitRatio()).isEmpty();
  }

  @Test
  void whatIsSentWhileWarmingUpIsCheckedAndNotMeasured() {
    checker.measureFrom(MILLI);
    answered("timed", Placement.EDGE, 9_000);
    DeviceLedger ledger = checker.open("timed");
    ledger.published(MILLI, Optional.empty());
    ledger.acknowledged(0);
    assertThat(checker.total().lost()).isEqualTo(1);
    ledger.answered(0, answer(Placement.CLOUD), new Arrival(2 * MILLI, false));

    Outcome total = checker.total();
    assertThat(total.published()).isEqualTo(2);
    assertThat(total.results()).isEqualTo(2);
    assertThat(total.late()).isZero();
    assertThat(total.deadlineHitRatio()).hasValue(1.0);
    assertThat(total.resultsByPlacement()).containsEntry("edge", 0L).containsEntry("cloud", 1L);
    assertThat(total.p99Ms().orElseThrow()).isLessThan(2);
  }

  @Test
  void whatIsLostWhileWarmingUpIsLost() {
    checker.measureFrom(MILLI);
    DeviceLedger ledger = checker.open("timed");
    ledger.published(0, Optional.empty());
    ledger.acknowledged(0);
    assertThat(checker.total().promisesKept()).isFalse();
    assertThat(checker.total().deadlineHitRatio()).isEmpty();
  }

  @Test
  void countsReasons() {
    answered("timed", Placement.EDGE, 10);
    answered("timed", Placement.EDGE, 10);
    assertThat(checker.total().reasons()).containsEntry("WHY_EDGE", 2L);
  }

  @Test
  void saysNothingOfCorrectnessWithoutTruth() {
    answered("timed", Placement.EDGE, 10);
    assertThat(checker.total().accuracy()).isEmpty();
    assertThat(checker.total().correctInDeadline()).isEmpty();
  }

  @Test
  void doesNotCountAMissingDeliveryAsMissingAnswer() {
    DeviceLedger ledger = checker.open("telemetry");
    ledger.published(0, Optional.empty());
    ledger.acknowledged(0);
    assertThat(checker.total().lost()).isEqualTo(1);
    assertThat(checker.total().unanswered()).isZero();
    assertThat(checker.perGroup().get("telemetry").promisesKept()).isFalse();
    assertThat(checker.perGroup().get("timed").promisesKept()).isTrue();
  }

  @Test
  void refusesAnUnknownGroupAndAnImpossibleQos() {
    assertThatIllegalArgumentException().isThrownBy(() -> checker.open("nobody"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupRules("g", Expectation.ANSWERS, 3, OptionalLong.empty()));
  }

  private void answered(String group, Placement placement, long millis) {
    DeviceLedger ledger = checker.open(group);
    ledger.published(0, Optional.empty());
    ledger.acknowledged(0);
    ledger.answered(0, answer(placement), new Arrival(millis * MILLI, false));
  }

  private static Answer answer(Placement placement) {
    return new Answer(
        Status.OK,
        placement,
        "WHY_" + placement,
        Optional.of("normal"),
        OptionalDouble.empty(),
        OptionalInt.empty());
  }
}
