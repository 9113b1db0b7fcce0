package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The machine's condition in the engine's predictions and masks. A mean of 13 ms is seeded. */
class PlacementVitalsTest {
  private static final long MS = Requests.MS;

  private final PlacementEngine engine = Requests.connected("fastest");

  @BeforeEach
  void seed() {
    engine.seedLocal(0, Duration.ofMillis(10));
  }

  private static Vitals vitals(double celsius, double speed) {
    return new Vitals(OptionalDouble.of(celsius), speed, 0, 0);
  }

  private long predicted(long id, long nowMs) {
    Decision decision = engine.place(Requests.due(id, nowMs + 1_000), nowMs * MS);
    long nanos = decision.predictedLocalNanos();
    engine.withdraw(id, nowMs * MS);
    return nanos;
  }

  @Test
  void aLowerClockIsInThePredictionBeforeAnythingHasRun() {
    engine.onVitals(vitals(50, 0.5));

    assertThat(predicted(1, 0)).isEqualTo(26 * MS);

    engine.onVitals(vitals(50, 1));
    assertThat(predicted(2, 0)).isEqualTo(13 * MS);
  }

  private void run(int from, int count, long serviceMs) {
    for (long id = from; id < from + count; id++) {
      engine.place(Requests.secret(id, 1_000_000), id * 100 * MS);
      engine.nextLocal(id * 100 * MS);
      engine.onLocalFinished(id, serviceMs * MS, (id * 100 + serviceMs) * MS);
    }
  }

  @Test
  void whatIsLearnedWhileItIsSlowIsRightWhenItIsNotAnyMore() {
    engine.onVitals(vitals(50, 0.5));
    run(0, 100, 20);
    engine.onVitals(vitals(50, 0.5));
    assertThat(predicted(500, 10_000)).isBetween(20 * MS - 1, 20 * MS + MS / 2);

    engine.onVitals(vitals(50, 1));

    assertThat(predicted(501, 10_000)).isBetween(10 * MS - 1, 10 * MS + MS / 4);
  }

  @Test
  void aMeasureThatIsWrongByAFactorIsMadeGoodByWhatIsLearned() {
    engine.onVitals(vitals(50, 0.25));
    run(0, 100, 10);

    assertThat(predicted(500, 10_000)).isBetween(10 * MS - 1, 11 * MS);
  }

  /** Answers are often faster than instruments: what they have told is not told again. */
  @Test
  void aReadingThatComesAfterManySlowAnswersChangesLittle() {
    run(0, 100, 10);
    engine.onVitals(vitals(50, 1));
    run(100, 100, 20);
    assertThat(predicted(500, 20_000)).isBetween(19 * MS, 21 * MS);

    engine.onVitals(vitals(50, 0.5));

    assertThat(predicted(501, 20_000)).isBetween(19 * MS, 21 * MS);
  }

  @Test
  void aHotGatewaySendsHeavyModelsUpAndSaysWhy() {
    engine.onVitals(vitals(96, 1));

    Decision decision = engine.place(Requests.due(1, 1_000), 0);

    assertThat(decision.action()).isEqualTo(Action.CLOUD);
    assertThat(decision.reason()).isEqualTo(Reason.GATEWAY_HOT);
    assertThat(decision.predictedLocalNanos()).isEqualTo(Decision.UNKNOWN);
  }

  @Test
  void whatMayNotLeaveAHotGatewayIsShed() {
    engine.onVitals(vitals(96, 1));

    assertThat(engine.place(Requests.secret(1, 1_000), 0).action()).isEqualTo(Action.SHED);
  }

  @Test
  void aHotGatewayRunsLightModels() {
    engine.seedLocal(0, Duration.ofMillis(1));
    engine.onVitals(vitals(96, 1));

    assertThat(engine.place(Requests.due(1, 1_000), 0).action()).isEqualTo(Action.LOCAL);
  }

  @Test
  void theConditionIsInTheSnapshot() {
    engine.onVitals(vitals(81, 0.5));

    assertThat(engine.snapshot(0).condition())
        .isEqualTo(new Condition.Snapshot(OptionalDouble.of(81), 0.5, 0, 0, 2, Heat.WARM));
  }
}
