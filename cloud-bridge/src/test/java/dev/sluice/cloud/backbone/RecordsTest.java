package dev.sluice.cloud.backbone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.cloud.core.JobResult;
import dev.sluice.target.backbone.BackboneRecord;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordsTest {
  private static final long EPOCH = Long.MIN_VALUE + 1;
  private static final float[] FEATURES = {0.1f, -3e-38f, Float.MAX_VALUE, Float.NaN};
  private static final Envelope.Request REQUEST =
      new Envelope.Request(new LinkId("gw", EPOCH), -42, "m", 250, 7, FEATURES);

  private static BackboneRecord record() {
    return Records.request("me/1", "key", REQUEST, 200, 1_000);
  }

  private static String text(BackboneRecord record) {
    return new String(record.value(), UTF_8);
  }

  @Test
  void aRequestComesOutAsItWentIn() {
    Asked asked = Records.asked(record());

    assertThat(asked.ask()).isEqualTo("me/1");
    assertThat(asked.sentMillis()).isEqualTo(1_000);
    assertThat(asked.request().link()).isEqualTo(REQUEST.link());
    assertThat(asked.request().requestId()).isEqualTo(-42);
    assertThat(asked.request().remainingMs()).isEqualTo(200);
    assertThat(asked.request().priority()).isEqualTo(7);
    assertThat(asked.request().features()).containsExactly(FEATURES);
  }

  @Test
  void aRequestIsTextThatAnybodyReads() {
    assertThat(record().headers())
        .containsEntry("x-edge", "gw")
        .containsEntry("x-epoch", Long.toString(EPOCH))
        .containsEntry("x-request", "-42")
        .containsEntry("x-model", "m")
        .containsEntry("x-remaining-ms", "200")
        .containsEntry("x-priority", "7");
    assertThat(text(record())).startsWith("{\"model\":\"m\",\"features\":[0.1,");
  }

  @Test
  void aResultComesOutAsItWentIn() {
    var answer =
        new Envelope.Answer(
            new LinkId("direct", 0), 5, Envelope.Status.OK, "hot", 0.7f, 0.4f, "2", 10, 20, "");
    BackboneRecord result = Records.result(Records.asked(record()), answer, 2_000);

    assertThat(result.key()).isEqualTo("gw");
    assertThat(result.headers())
        .containsEntry("x-ask", "me/1")
        .containsEntry("x-request", "-42")
        .containsEntry("x-model", "m")
        .containsEntry("x-model-version", "2")
        .containsEntry("x-status", "ok")
        .containsEntry("x-confidence", "0.4");
    assertThat(Records.result(result))
        .isEqualTo(new JobResult.Done("hot", 0.7f, 0.4f, "2", 20_000));
  }

  @Test
  void aRefusalSaysWhy() {
    var answer =
        Envelope.Answer.without(new LinkId("direct", 0), 5, Envelope.Status.SHED, "too many");
    BackboneRecord result = Records.result(Records.asked(record()), answer, 2_000);

    assertThat(Records.result(result))
        .isEqualTo(new JobResult.Refused(Envelope.Status.SHED, "too many", 0));
  }

  @ParameterizedTest
  @CsvSource({
    "x-edge, a/b",
    "x-epoch, soon",
    "x-request, ''",
    "x-model, ''",
    "x-remaining-ms, -2",
    "x-priority, 10"
  })
  void whatIsNoRequestIsRefused(String header, String value) {
    Map<String, String> headers = new HashMap<>(record().headers());
    headers.put(header, value);
    var wrong = new BackboneRecord("key", headers, record().value(), 1_000);
    assertThatIllegalArgumentException().isThrownBy(() -> Records.asked(wrong));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{}",
        "[1]",
        "{\"features\":[\"x\"]}",
        "{\"features\":[[1]]}",
        "{\"features\":1}"
      })
  void whatHasNoFeaturesIsRefused(String value) {
    var wrong = new BackboneRecord("key", record().headers(), value.getBytes(UTF_8), 1_000);
    assertThatIllegalArgumentException().isThrownBy(() -> Records.asked(wrong));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "{}", "{\"status\":\"great\"}", "{\"status\":\"ok\",\"label\":\"a\"}"})
  void whatIsNoResultIsRefused(String value) {
    var wrong = new BackboneRecord("key", Map.of(), value.getBytes(UTF_8), 1_000);
    assertThatIllegalArgumentException().isThrownBy(() -> Records.result(wrong));
  }

  @ParameterizedTest
  @CsvSource({
    "1_000, 200, the same moment",
    "1_500, 200, within what clocks may differ",
    "1_600, 100, later than that",
    "1_800, -100, too late",
    "0, 200, a clock that is behind",
  })
  void timeInTheBackboneCountsBeyondTheSkewOfClocks(String now, long remainingMs, String why) {
    long nowMillis = Long.parseLong(now.replace("_", ""));
    assertThat(Records.asked(record()).remainingMs(nowMillis, Duration.ofMillis(500)))
        .as(why)
        .isEqualTo(remainingMs);
  }
}
