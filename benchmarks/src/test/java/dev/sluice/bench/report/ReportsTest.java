package dev.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
  private final Report report = Sample.report();

  private String text() {
    StringWriter text = new StringWriter();
    new TextReport(new PrintWriter(text), report).print();
    return text.toString();
  }

  @Test
  void theTextGivesMedianEndsAndRatio() {
    assertThat(text())
        .contains("sluice          500,000 msg/s [400,000, 600,000]")
        .contains("mosquitto        40,000 msg/s [20,000, 60,000]  sluice 15.0 x")
        .contains("met          pipelined fan-in, 5 x Mosquitto");
  }

  @Test
  void theTextSaysWhatFailedAndWhatWasSkipped() {
    assertThat(text())
        .contains("mosquitto  FAILED: 3 lost")
        .contains("hivemq       SKIPPED: not built")
        .doesNotContain("1,000,000,000");
  }

  @Test
  void theJsonHasEveryRoundAndAllVerdicts() {
    JsonNode json = JsonMapper.shared().readTree(JsonReport.of(report));
    JsonNode mosquitto = json.at("/cases/0/brokers/mosquitto");
    assertThat(json.at("/cases/0/name").asString()).isEqualTo("fan-in-q1");
    assertThat(mosquitto.at("/messages-per-second/median").asDouble()).isEqualTo(40_000);
    assertThat(mosquitto.at("/oursOverThis/median").asDouble()).isEqualTo(15);
    assertThat(mosquitto.at("/rounds/1/figures/messages-per-second").asDouble()).isEqualTo(20_000);
    assertThat(json.at("/cases/1/brokers/mosquitto/rounds/0/failures/0").asString())
        .isEqualTo("3 lost");
    assertThat(json.at("/goals/0/verdict").asString()).isEqualTo("met");
    assertThat(json.at("/brokers/2/skipped").asString()).isEqualTo("not built");
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(HtmlReport.of(report))
        .startsWith("<!doctype html>")
        .doesNotContain("http://", "https://", "<script", "<link", "@import", "url(");
  }

  @Test
  void thePageShowsFiguresFailuresAndHowItWasMeasured() {
    assertThat(HtmlReport.of(report))
        .contains("<svg", "500,000 msg/s", "15.0 [10.0, 20.0]")
        .contains("mosquitto failed: 3 lost", "skipped: not built")
        .contains("coordinated")
        .contains("<tr class=\"met\"><td>met</td><td>pipelined fan-in, 5 x Mosquitto</td>");
  }

  @Test
  void thePageEscapesWhatItIsTold() {
    assertThat(HtmlReport.of(report))
        .contains("a &amp; b", "off &amp; &lt;on&gt;", "&lt;noisy&gt;")
        .doesNotContain("<noisy>");
  }
}
