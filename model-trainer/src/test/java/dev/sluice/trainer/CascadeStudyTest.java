package dev.sluice.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.trainer.CascadeStudy.Curve;
import dev.sluice.trainer.CascadeStudy.Point;
import dev.sluice.trainer.CascadeStudy.Result;
import dev.sluice.trainer.Opinions.Scores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CascadeStudyTest {
  @TempDir Path folder;

  /** A first model that is wrong only where it is unsure, and a second that is always right. */
  private static List<Scores> honest(long seed) {
    var random = new SplittableRandom(seed);
    var scores = new ArrayList<Scores>();
    for (int i = 0; i < 2_000; i++) {
      boolean anomalous = random.nextInt(3) == 0;
      boolean unsure = random.nextInt(4) == 0;
      float first =
          unsure
              ? (float) random.nextDouble(0.4, 0.6)
              : (float) (anomalous ? random.nextDouble(0.9, 1) : random.nextDouble(0, 0.1));
      scores.add(new Scores(first, anomalous ? 0.99f : 0.01f, anomalous));
    }
    return scores;
  }

  /** A first model whose confidence says nothing. */
  private static List<Scores> blind(long seed) {
    var random = new SplittableRandom(seed);
    var scores = new ArrayList<Scores>();
    for (int i = 0; i < 2_000; i++) {
      boolean anomalous = random.nextInt(3) == 0;
      boolean right = random.nextInt(4) > 0;
      double score = random.nextDouble(0.5, 1);
      scores.add(
          new Scores(
              (float) (anomalous == right ? score : 1 - score),
              anomalous ? 0.99f : 0.01f,
              anomalous));
    }
    return scores;
  }

  private static Curve curve(Result result, String rule) {
    return result.curves().stream()
        .filter(one -> one.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whereTheFirstModelKnowsWhatItDoesNotKnowFewQuestionsCloseTheGap() {
    Result result = CascadeStudy.of("honest", honest(1), honest(2));
    assertThat(result.secondF1()).isEqualTo(1);
    assertThat(result.firstF1()).isLessThan(0.95);
    for (String rule : List.of("gain", "gain by label", "confidence")) {
      assertThat(result.recovered(curve(result, rule))).as(rule).isGreaterThan(0.85);
    }
    assertThat(result.recovered(curve(result, "random"))).isLessThan(0.5);
  }

  @Test
  void whereConfidenceSaysNothingNoRuleIsMuchBetterThanChance() {
    Result result = CascadeStudy.of("blind", blind(3), blind(4));
    double chance = result.recovered(curve(result, "random"));
    assertThat(result.recovered(curve(result, "gain"))).isCloseTo(chance, within(0.15));
  }

  @Test
  void theEndsOfEachCurveAreTheModelsAlone() {
    Result result = CascadeStudy.of("honest", honest(5), honest(6));
    for (Curve one : result.curves()) {
      Point none = one.points().get(0);
      assertThat(none.share()).as(one.rule()).isLessThan(0.01);
      assertThat(none.f1()).as(one.rule()).isCloseTo(result.firstF1(), within(0.01));
      Point last = one.points().get(one.points().size() - 1);
      assertThat(last.f1()).as(one.rule()).isCloseTo(result.secondF1(), within(0.01));
    }
  }

  /** A first model that is sure and mostly blind; where it is wrong the signal has moved. */
  private static List<Scores> sureAndBlind(long seed) {
    var random = new SplittableRandom(seed);
    var scores = new ArrayList<Scores>();
    for (int i = 0; i < 2_000; i++) {
      boolean anomalous = random.nextInt(8) == 0;
      double shift = anomalous ? random.nextDouble(1, 3) : random.nextDouble(0, 1.2);
      boolean seen = anomalous && random.nextInt(4) == 0;
      float first = (float) (seen ? random.nextDouble(0.9, 1) : random.nextDouble(0, 0.1));
      scores.add(new Scores(first, anomalous ? 1 : 0, anomalous, shift));
    }
    return scores;
  }

  @Test
  void whereTheSignalShowsWhatTheModelDoesNotSeeTheShiftFindsIt() {
    Result result = CascadeStudy.of("blind", sureAndBlind(1), sureAndBlind(2));
    Curve shift = curve(result, "shift");

    assertThat(result.recovered(shift)).isGreaterThan(0.95);
    assertThat(result.recovered(curve(result, "confidence"))).isLessThan(0.5);
    assertThat(result.within(shift).orElseThrow().from()).isBetween(0.5, 1.2);
    assertThat(new CascadeReport(List.of(result)).text()).contains("(cascade: {shift: ");
  }

  @Test
  void theReportIsForPeopleAndForPrograms() throws Exception {
    CascadeReport report =
        new CascadeReport(List.of(CascadeStudy.of("honest", honest(1), honest(2))));
    assertThat(report.text()).contains("honest: 2000 frames to fit, 2000 to judge", "of the gap");
    report.write(folder);
    JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("cascade.json")));
    assertThat(json.get(0).get("gapRecoveredAt30Percent").get("gain").asDouble()).isPositive();
    assertThat(json.get(0).get("curves").get(0).get("points").size()).isEqualTo(21);
    assertThat(Files.readString(folder.resolve("cascade.html")))
        .contains("<svg", "<polyline")
        .doesNotContain("http");
  }
}
