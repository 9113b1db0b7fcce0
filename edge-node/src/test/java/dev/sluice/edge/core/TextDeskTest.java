package dev.sluice.edge.core;

import static dev.sluice.edge.core.TextFixture.ALICE;
import static dev.sluice.edge.core.TextFixture.BOB;
import static dev.sluice.edge.core.TextFixture.JSON;
import static dev.sluice.edge.core.TextFixture.TEXT;
import static dev.sluice.edge.core.TextFixture.WHOLE;
import static dev.sluice.edge.core.TextFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.uplink.chat.ChatEnvelope.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextDeskTest {
  private final TextFixture fixture = new TextFixture().connected();

  @Test
  void partsAreNumberedAndTheAnswerHasTheWholeText() {
    fixture.ask(TEXT, "why?");
    fixture.say(1, "Because ");
    fixture.pass(150);
    fixture.say(1, "it is.");
    fixture.end(1, Status.OK);

    assertThat(fixture.parts().stream().map(TextFixture.Said::json))
        .containsExactly(
            "{\"route\":\"chat\",\"part\":0,\"text\":\"Because \"}",
            "{\"route\":\"chat\",\"part\":1,\"text\":\"it is.\"}");
    assertThat(fixture.parts()).allMatch(part -> part.message().qos() == Qos.AT_MOST_ONCE);
    assertThat(fixture.answer().json())
        .startsWith("{\"route\":\"chat\",\"policyVersion\":3,\"status\":\"ok\"")
        .contains("\"model\":\"assistant\",\"modelVersion\":\"tiny-1\"")
        .contains("\"text\":\"Because it is.\",\"finish\":\"stop\",\"parts\":2");
    assertThat(fixture.answer().message().qos()).isEqualTo(Qos.AT_LEAST_ONCE);
    assertThat(fixture.answer().reply().topic().value()).isEqualTo("ask/x/answer");
    assertThat(fixture.desk.open()).isZero();
  }

  @Test
  void aRouteWithoutPartsHasNone() {
    fixture.ask(WHOLE, "why?");
    fixture.say(1, "Because ");
    fixture.pass(150);
    fixture.end(1, Status.OK);
    assertThat(fixture.said).hasSize(1);
    assertThat(fixture.answer().json()).contains("\"text\":\"Because \"").doesNotContain("parts");
  }

  @Test
  void whoNamesTheRouteIsAnsweredAloneWithItsCorrelationData() {
    fixture.desk.onRequest(
        TEXT, ALICE, message("why?", Optional.empty(), Optional.of("c1")), fixture.now);
    fixture.deliver();
    fixture.say(1, "So.");
    fixture.end(1, Status.OK);
    assertThat(fixture.said).hasSize(2);
    assertThat(fixture.said).allMatch(one -> one.reply().onlyTo().equals(Optional.of(ALICE)));
    assertThat(fixture.said)
        .allMatch(
            one ->
                one.message()
                    .properties()
                    .correlationData()
                    .equals(Optional.of(Payload.utf8("c1"))));
    assertThat(fixture.answer().reply().topic().value()).isEqualTo("infer/chat/response/alice");
  }

  @Test
  void theDeadlineEndsItWithWhatHadComeAndStopsTheModel() {
    fixture.ask(TEXT, "why?");
    fixture.say(1, "Well ");
    fixture.pass(10_000);
    assertThat(fixture.answer().status()).isEqualTo("expired");
    assertThat(fixture.answer().json()).contains("\"text\":\"Well \"");
    assertThat(fixture.stopped).containsExactly(1L);
    fixture.end(1, Status.OK);
    assertThat(fixture.answers()).hasSize(1);
  }

  @Test
  void theDeadlineOfTheMessageCounts() {
    fixture.ask(TEXT, "why?", new UserProperty("x-deadline-ms", "500"));
    assertThat(fixture.desk.nextTimerNanos()).isEqualTo(fixture.now + 500 * TextFixture.MS);
    fixture.pass(500);
    assertThat(fixture.answer().status()).isEqualTo("expired");
  }

  @Test
  void withoutALinkItWaitsForItUntilTheDeadline() {
    TextFixture away = new TextFixture();
    away.desk.want(true, 0);
    away.ask(TEXT, "why?");
    away.pass(5_000);
    assertThat(away.said).isEmpty();
    away.connected();
    assertThat(away.started).hasSize(1);
    assertThat(away.started.get(0).ask().remainingMs()).isEqualTo(5_000);
    away.pass(5_000);
    assertThat(away.answer().status()).isEqualTo("expired");
  }

  @ParameterizedTest
  @CsvSource({"EXPIRED, expired", "REJECTED, rejected", "FAILED, failed", "SHED, shed"})
  void whatTheCloudCannotAnswerIsAnError(Status status, String word) {
    fixture.ask(TEXT, "why?");
    fixture.end(1, status);
    assertThat(fixture.answer().status()).isEqualTo(word);
    assertThat(fixture.answer().json())
        .contains("\"reason\":\"CLOUD_" + status + "\",\"detail\":\"why not\"")
        .doesNotContain("\"text\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the prompt is empty",
        "'  '|the prompt is empty",
      })
  void aPromptMustSaySomething(String payload, String detail) {
    fixture.ask(TEXT, payload);
    assertThat(fixture.answer().json()).contains("\"reason\":\"BAD_PAYLOAD\"", detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello|not valid JSON",
        "[1]|no JSON object",
        "{\"id\":1}|no key 'prompt' with a text",
        "{\"prompt\":7}|no key 'prompt' with a text",
        "{\"prompt\":\"\"}|the prompt is empty",
        "{\"prompt\":\"a\"}{}|something follows the JSON object",
        "{\"prompt\":\"a\"|not valid JSON"
      })
  void jsonMustHoldThePrompt(String payload, String detail) {
    fixture.ask(JSON, payload);
    assertThat(fixture.answer().json()).contains("\"reason\":\"BAD_PAYLOAD\"", detail);
    assertThat(fixture.started).isEmpty();
  }

  @Test
  void bytesThatAreNoTextAndThoseThatAreTooManyAreRefused() {
    var noText =
        new dev.sluice.mqtt.Message(
            message("x").topic(),
            Payload.of(new byte[] {(byte) 0xff}),
            Qos.AT_MOST_ONCE,
            false,
            message("x").properties());
    fixture.desk.onMatch(TEXT, ALICE, noText, 0);
    assertThat(fixture.answer().json()).contains("the payload is not UTF-8");
    fixture.said.clear();
    fixture.ask(TEXT, "w".repeat(1_001));
    assertThat(fixture.answer().json()).contains("more than 1000 bytes");
  }

  @Test
  void theIdOfThePayloadComesBack() {
    fixture.ask(JSON, "{\"id\":17,\"other\":[{}],\"prompt\":\"why?\"}");
    fixture.say(1, "So.");
    fixture.end(1, Status.OK);
    assertThat(fixture.started.get(0).ask().prompt()).isEqualTo("why?");
    assertThat(fixture.said).hasSize(2).allMatch(one -> one.json().startsWith("{\"id\":\"17\""));
  }

  @Test
  void whatMustStayAndWhatCannotBeReadIsRefused() {
    fixture.ask(TEXT, "why?", new UserProperty("x-no-offload", "true"));
    assertThat(fixture.answer().json()).contains("\"reason\":\"PRIVACY\"");
    fixture.said.clear();
    fixture.ask(TEXT, "why?", new UserProperty("x-deadline-ms", "soon"));
    assertThat(fixture.answer().json()).contains("\"reason\":\"BAD_PROPERTY\"");
    assertThat(fixture.started).isEmpty();
  }

  @Test
  void anAnswerLongerThanTheRouteAllowsIsGivenUp() {
    fixture.ask(TEXT, "why?");
    fixture.say(1, "w".repeat(101));
    assertThat(fixture.answer().json()).contains("\"reason\":\"ANSWER_TOO_LONG\"");
    assertThat(fixture.stopped).containsExactly(1L);
  }

  @Test
  void tooManyAreShed() {
    for (int i = 0; i < TextDesk.OPEN_MAX; i++) {
      fixture.ask(TEXT, "why?");
    }
    assertThat(fixture.said).isEmpty();
    fixture.ask(TEXT, "one more?");
    assertThat(fixture.answer().status()).isEqualTo("shed");
    assertThat(fixture.desk.open()).isEqualTo(TextDesk.OPEN_MAX);
  }

  private void cancel(TextRoute route, dev.sluice.mqtt.ClientId who, String payload, String data) {
    fixture.desk.onCancel(
        route, who, message(payload, Optional.empty(), Optional.of(data)), fixture.now);
    fixture.deliver();
  }

  @Test
  void theOwnerCancelsByCorrelationData() {
    fixture.desk.onRequest(
        TEXT, ALICE, message("why?", Optional.empty(), Optional.of("c1")), fixture.now);
    fixture.deliver();
    cancel(TEXT, BOB, "", "c1");
    cancel(TEXT, ALICE, "", "c2");
    assertThat(fixture.said).isEmpty();
    cancel(TEXT, ALICE, "", "c1");
    assertThat(fixture.answer().status()).isEqualTo("cancelled");
    assertThat(fixture.stopped).containsExactly(1L);
    cancel(TEXT, ALICE, "", "c1");
    assertThat(fixture.answers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"id\":\"q1\"}", "q1", "{\"id\":\"q1\",\"prompt\":\"why?\"}"})
  void theOwnerCancelsById(String payload) {
    fixture.ask(JSON, "{\"id\":\"q1\",\"prompt\":\"why?\"}");
    fixture.ask(JSON, "{\"id\":\"q2\",\"prompt\":\"why?\"}");
    fixture.ask(JSON, "{\"prompt\":\"why?\"}");
    fixture.desk.onCancel(JSON, BOB, message(payload), fixture.now);
    assertThat(fixture.said).isEmpty();
    fixture.desk.onCancel(JSON, ALICE, message(payload), fixture.now);
    assertThat(fixture.answer().json()).startsWith("{\"id\":\"q1\"").contains("cancelled");
    assertThat(fixture.desk.open()).isEqualTo(2);
  }

  @Test
  void aCancellationThatNamesNothingMeansNothing() {
    fixture.ask(TEXT, "why?");
    fixture.desk.onCancel(TEXT, ALICE, message(""), fixture.now);
    fixture.desk.onCancel(TEXT, ALICE, message("{}"), fixture.now);
    fixture.desk.onCancel(TEXT, ALICE, message("x".repeat(300)), fixture.now);
    assertThat(fixture.said).isEmpty();
    fixture.desk.onCancel(TEXT, ALICE, message("", new UserProperty("x-id", "other")), fixture.now);
    assertThat(fixture.said).isEmpty();
  }

  @Test
  void textRequestsAreCountedWithTheOthers() {
    fixture.ask(TEXT, "why?");
    fixture.end(1, Status.OK);
    DispatchStats stats = fixture.counters.snapshot(0, 0).withOpen(fixture.desk.open());
    assertThat(stats.requests()).isEqualTo(1);
    assertThat(stats.answersByStatus()).containsEntry(Outcome.Status.OK, 1L);
    assertThat(stats.answersByPlacement()).containsEntry(Outcome.Placement.CLOUD, 1L);
  }
}
