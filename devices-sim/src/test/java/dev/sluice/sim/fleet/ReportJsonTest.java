package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.check.Answer;
import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import dev.sluice.sim.check.Arrival;
import dev.sluice.sim.check.Checker;
import dev.sluice.sim.check.DeviceLedger;
import dev.sluice.sim.check.Outcome;
import dev.sluice.sim.device.ClientKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class ReportJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Checker checker =
      new Checker(List.of(Groups.answers("pump", ClientKind.VERTX, 1, 1).rules()));
  private final DeviceLedger ledger = checker.open("pump");

  @Test
  void putsTheTotalsAtTheTopAndTheGroupsBelow() {
    answered(Optional.of(true));
    JsonNode json = report();
    assertThat(json.path("published").asLong()).isEqualTo(1);
    assertThat(json.path("resultsByPlacement").path("cloud").asLong()).isEqualTo(1);
    assertThat(json.path("resultsByPlacement").path("none").asLong()).isZero();
    assertThat(json.path("inferMsByPlacement").path("cloud").asDouble()).isEqualTo(7.5);
    assertThat(json.path("inferMsByPlacement").has("edge")).isFalse();
    assertThat(json.path("reasons").path("BUSY").asLong()).isEqualTo(1);
    assertThat(json.path("deadlineHitRatio").asDouble()).isEqualTo(1);
    assertThat(json.path("correctInDeadline").asLong()).isEqualTo(1);
    assertThat(json.path("perGroup").path("pump").path("results").asLong()).isEqualTo(1);
    assertThat(json.path("reconnects").asLong()).isEqualTo(3);
    assertThat(json.path("seed").asLong()).isEqualTo(7);
    assertThat(json.path("seconds").asDouble()).isEqualTo(2.5);
  }

  @Test
  void hasEveryFieldThatReadersCountOn() {
    assertThat(report().propertyNames())
        .contains(
            "published",
            "acknowledged",
            "results",
            "resultsByPlacement",
            "resultsByStatus",
            "unanswered",
            "lost",
            "duplicates",
            "late",
            "deadlineHitRatio",
            "correctInDeadline",
            "accuracy",
            "p50Ms",
            "p99Ms",
            "reasons",
            "perGroup",
            "reconnects",
            "seed",
            "seconds");
  }

  @Test
  void writesNullForWhatIsUnknown() {
    answered(Optional.empty());
    assertThat(report().path("accuracy").isNull()).isTrue();
    assertThat(report().path("correctInDeadline").isNull()).isTrue();
  }

  @Test
  void tellsProgressInOneLineWithTheLastSecond() {
    answered(Optional.of(true));
    Outcome before = checker.total();
    answered(Optional.of(false));
    answered(Optional.of(true));
    String line = ReportJson.progress(3.04, checker.total(), before);
    JsonNode json = JSON.readTree(line);
    assertThat(line).doesNotContain("\n");
    assertThat(json.path("t").asDouble()).isEqualTo(3.0);
    assertThat(json.path("results").asLong()).isEqualTo(3);
    assertThat(json.path("correct").asLong()).isEqualTo(2);
    assertThat(json.path("lastSecond").path("results").asLong()).isEqualTo(2);
    assertThat(json.path("lastSecond").path("byPlacement").path("cloud").asLong()).isEqualTo(2);
    assertThat(json.path("p99Ms").isNumber()).isTrue();
  }

  private JsonNode report() {
    return JSON.readTree(
        ReportJson.report(new Report(checker.total(), checker.perGroup(), 3, 7, 2.5)));
  }

  private void answered(Optional<Boolean> truth) {
    long sequence = ledger.next();
    ledger.published(0, truth);
    ledger.acknowledged(sequence);
    Answer answer =
        new Answer(
            Status.OK,
            Placement.CLOUD,
            "BUSY",
            Optional.of("anomaly"),
            OptionalDouble.of(7.5),
            OptionalInt.empty());
    ledger.answered(sequence, answer, new Arrival(1_000_000, false));
  }
}
