package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.link.LinkSettings;
import dev.sluice.sim.link.LinkStats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ComparisonTest {
  private static final LinkStats LINK =
      new LinkStats(12_500, 2_000, 3, 0, 2, 1, 1, Duration.ofMillis(8_040));

  static RunResult run(Placement placement, String correct, double hits) {
    String json =
        """
        {"published":100,"acknowledged":100,"results":80,
         "resultsByPlacement":{"edge":40,"cloud":30,"cache":0,"fallback":10},
         "lost":0,"duplicates":0,"unanswered":0,"deadlineHitRatio":%s,"correctInDeadline":%s,
         "accuracy":0.9,"p50Ms":21.5,"p99Ms":240.0}"""
            .formatted(hits, correct);
    ObjectNode report = (ObjectNode) JsonMapper.shared().readTree(json);
    LinkSettings link = LinkSettings.of(Duration.ofMillis(15), Duration.ofMillis(5), 1);
    return RunResult.of(placement, report, link, LINK);
  }

  @Test
  void addsWhatIsKnownOfTheLink() {
    JsonNode report = run(Placement.ADAPTIVE, "70", 0.9).report();
    assertThat(report.path("placement").asString()).isEqualTo("adaptive");
    assertThat(report.path("uplinkOutages").asInt()).isEqualTo(1);
    assertThat(report.path("uplinkDownSeconds").asDouble()).isEqualTo(8.04);
    assertThat(report.path("link").path("latencyMs").asInt()).isEqualTo(15);
    assertThat(report.path("link").path("kilobytesUp").asDouble()).isEqualTo(12.5);
    assertThat(report.path("shares").path("edge").asDouble()).isEqualTo(0.5);
    assertThat(report.path("shares").path("fallback").asDouble()).isEqualTo(0.125);
  }

  @Test
  void moreThanEachOtherWins() {
    Comparison comparison =
        new Comparison(
            List.of(
                run(Placement.ADAPTIVE, "70", 0.9),
                run(Placement.EDGE_ONLY, "69", 0.99),
                run(Placement.THRESHOLD, "10", 0.99)));
    assertThat(comparison.losses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"70", "71"})
  void asManyIsNotMore(String others) {
    Comparison comparison =
        new Comparison(
            List.of(
                run(Placement.ADAPTIVE, "70", 0.9),
                run(Placement.EDGE_ONLY, "69", 0.9),
                run(Placement.CLOUD_ONLY, others, 0.1)));
    assertThat(comparison.losses())
        .containsExactly("adaptive has correctInDeadline = 70, cloud-only has " + others);
  }

  @Test
  void withoutLabelsBeingInTimeDecides() {
    Comparison comparison =
        new Comparison(
            List.of(
                run(Placement.ADAPTIVE, "null", 0.9),
                run(Placement.EDGE_ONLY, "null", 0.8),
                run(Placement.THRESHOLD, "null", 0.95)));
    assertThat(comparison.losses())
        .containsExactly("adaptive has deadlineHitRatio = 0.9000, threshold has 0.9500");
  }

  @Test
  void reportsARowPerRun() {
    Comparison comparison =
        new Comparison(
            List.of(run(Placement.ADAPTIVE, "70", 0.9), run(Placement.EDGE_ONLY, "null", 0.8)));
    JsonNode rows = comparison.report().path("runs");
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.get(1).propertyNames())
        .containsExactly(
            "placement",
            "deadlineHitRatio",
            "correctInDeadline",
            "results",
            "resultsByPlacement",
            "accuracy",
            "p50Ms",
            "p99Ms",
            "lost",
            "duplicates",
            "unanswered");
    assertThat(rows.get(1).path("correctInDeadline").isNull()).isTrue();
    assertThat(comparison.report().path("correctInDeadline").asInt()).isEqualTo(70);
  }

  @Test
  void aSingleRunIsNoComparison() {
    Comparison comparison = new Comparison(List.of(run(Placement.THRESHOLD, "1", 0.5)));
    assertThat(comparison.losses()).isEmpty();
    assertThat(comparison.report().has("runs")).isFalse();
  }

  @Test
  void printsATable() {
    Comparison comparison =
        new Comparison(
            List.of(run(Placement.ADAPTIVE, "70", 0.9), run(Placement.EDGE_ONLY, "null", 0.8)));
    assertThat(comparison.table())
        .containsExactly(
            "placement     correct in time  in time   answers   edge  cloud  fallb   p50 ms   p99 ms",
            "adaptive                   70    90.0%        80    50%    38%    13%     21.5    240.0",
            "edge-only                none    80.0%        80    50%    38%    13%     21.5    240.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "duplicates", "unanswered"})
  void everyBrokenPromiseIsAFault(String field) {
    RunResult run = run(Placement.ADAPTIVE, "70", 0.9);
    assertThat(run.faults()).isEmpty();
    run.report().put(field, 2);
    assertThat(run.faults()).containsExactly("adaptive: " + field + " = 2");
    run.report().remove(field);
    assertThat(run.faults())
        .containsExactly("adaptive: the devices' report says nothing of " + field);
  }

  @Test
  void tellsItInSentences() {
    assertThat(Summary.of(run(Placement.ADAPTIVE, "70", 0.9)))
        .contains(
            "What this run has shown (adaptive placement):",
            "  100 messages published, 100 acknowledged, 80 answers.",
            "  The uplink was away once, for 8.0 s.",
            "  Answers: 50.0 % from the edge, 37.5 % from the cloud, 0.0 % cached,"
                + " 12.5 % by the fallback, 0.0 % errors.",
            "  Nothing acknowledged was lost, nothing came twice, nothing stayed unanswered.")
        .anyMatch(line -> line.contains("90.0 % were in time") && line.contains("70 were in time"));
  }

  @Test
  void doesNotPraiseWhatFailed() {
    RunResult run = run(Placement.ADAPTIVE, "null", 0.9);
    run.report().put("lost", 3);
    assertThat(Summary.of(run))
        .anyMatch(line -> line.contains("NOT as promised: adaptive: lost = 3."))
        .anyMatch(line -> line.contains("no labels"))
        .noneMatch(line -> line.contains("Nothing acknowledged was lost"));
  }
}
