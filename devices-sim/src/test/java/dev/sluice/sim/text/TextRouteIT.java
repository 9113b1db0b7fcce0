package dev.sluice.sim.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.link.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requesters of both versions, an edge node and a bridge as processes, a link between them that can
 * be cut, and a server with OpenAI's interface: parts in order, one terminal answer, whatever
 * happens.
 */
class TextRouteIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String POLICY =
      """
      text-routes:
        - {name: assistant, topic: ask/+, model: assistant, deadline: 30s, stream: true}
        - name: form
          topic: forms/+
          model: assistant
          deadline: 30s
          payload: {format: json}
          stream: true
        - {name: whole, topic: whole/+, model: assistant, deadline: 30s}
        - {name: poet, topic: poems/+, model: poet, deadline: 30s}
      """;

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private TextPrograms programs;
  private Requester5 modern;
  private Requester3 older;

  @BeforeEach
  void start() throws Exception {
    LinkSettings settings = LinkSettings.of(Duration.ofMillis(5), Duration.ZERO, 1);
    programs = TextPrograms.start(folder, settings, POLICY);
    modern = new Requester5(programs.edge.port(), "modern");
    older = new Requester3(programs.edge.port(), "older");
  }

  @AfterEach
  void stop() throws Exception {
    modern.close();
    older.close();
    programs.close();
  }

  private static Heard answer(List<Heard> heard) {
    await().atMost(PATIENCE).until(() -> !Heard.answers(heard).isEmpty());
    return Heard.answers(heard).get(0);
  }

  /** Parts before it, numbered and without gaps, that make up the text; no second answer. */
  private static void requireWhole(List<Heard> heard, Heard answer) {
    List<Heard> parts = Heard.parts(heard);
    assertThat(parts).isNotEmpty();
    assertThat(parts.stream().map(part -> part.json().get("part").asInt()))
        .isEqualTo(IntStream.range(0, parts.size()).boxed().toList());
    assertThat(parts.stream().map(Heard::text).collect(Collectors.joining()))
        .isEqualTo(answer.text());
    assertThat(heard.get(heard.size() - 1)).isEqualTo(answer);
    assertThat(Heard.answers(heard)).hasSize(1);
  }

  /** Another request and its answer: by then whatever else was on its way is here. */
  private void flush(List<Heard> heard) throws Exception {
    int before = heard.size();
    Requester5 other = new Requester5(programs.edge.port(), "other");
    other.subscribe("whole/other/inference");
    other.publish("whole/other", "say 2", new MqttProperties());
    answer(other.heard);
    other.close();
    assertThat(heard).as("nothing comes later").hasSize(before);
  }

  @Test
  void partsComeInOrderAndThenTheWholeOnceByMqtt5() throws Exception {
    modern.subscribe("my/answers");
    MqttProperties properties = Requester5.correlated("question-1");
    properties.setResponseTopic("my/answers");
    modern.publish("infer/assistant/request", "say 30 20", properties);

    Heard answer = answer(modern.heard);
    assertThat(answer.status()).contains("ok");
    assertThat(answer.text()).isEqualTo(PlayedChatServer.text(30));
    assertThat(answer.said("finish")).isEqualTo("stop");
    assertThat(answer.said("model")).isEqualTo("assistant");
    assertThat(answer.said("modelVersion")).isEqualTo("tiny-1");
    assertThat(answer.said("placement")).isEqualTo("cloud");
    assertThat(answer.json().get("parts").asInt()).isEqualTo(Heard.parts(modern.heard).size());
    requireWhole(modern.heard, answer);
    assertThat(modern.heard).allMatch(one -> one.correlation().equals("question-1"));
    assertThat(Heard.parts(modern.heard))
        .hasSizeGreaterThan(1)
        .allMatch(part -> part.part().orElse("").equals(part.json().get("part").asString()))
        .allMatch(part -> part.status().isEmpty());
    assertThat(programs.server.keys).containsExactly("Bearer " + TextPrograms.KEY);
    assertThat(programs.cloudLog()).doesNotContain(TextPrograms.KEY);
  }

  @Test
  void partsComeInOrderAndThenTheWholeOnceByMqtt311() throws Exception {
    older.subscribe("infer/form/response/older");
    older.publish("infer/form/request", "{\"id\":\"q7\",\"prompt\":\"say 20 20\"}");

    Heard answer = answer(older.heard);
    assertThat(answer.said("status")).isEqualTo("ok");
    assertThat(answer.text()).isEqualTo(PlayedChatServer.text(20));
    requireWhole(older.heard, answer);
    assertThat(older.heard).allMatch(one -> one.said("id").equals("q7"));
  }

  @Test
  void aMessageThatMatchesIsAnsweredOnItsResultTopicWithoutPartsWhereNoneAreWanted()
      throws Exception {
    older.subscribe("whole/kiosk/inference");
    older.publish("whole/kiosk", "say 10");

    assertThat(answer(older.heard).text()).isEqualTo(PlayedChatServer.text(10));
    assertThat(older.heard).hasSize(1);
    flush(older.heard);
  }

  @Test
  void onlyItsOwnerCancelsAndGetsOneAnswerWithWhatHadCome() throws Exception {
    modern.subscribe("my/answers");
    MqttProperties properties = Requester5.correlated("c");
    properties.setResponseTopic("my/answers");
    modern.publish("infer/assistant/request", "say 2000 20", properties);
    await().atMost(PATIENCE).until(() -> Heard.parts(modern.heard).size() > 2);

    Requester5 stranger = new Requester5(programs.edge.port(), "stranger");
    stranger.publish("infer/assistant/cancel", "", Requester5.correlated("c"));
    modern.publish("infer/assistant/cancel", "", Requester5.correlated("another"));
    int before = Heard.parts(modern.heard).size();
    await().atMost(PATIENCE).until(() -> Heard.parts(modern.heard).size() > before + 2);
    assertThat(Heard.answers(modern.heard)).isEmpty();

    modern.publish("infer/assistant/cancel", "", Requester5.correlated("c"));
    Heard answer = answer(modern.heard);
    assertThat(answer.status()).contains("cancelled");
    assertThat(answer.said("reason")).isEqualTo("CANCELLED");
    requireWhole(modern.heard, answer);
    await().atMost(PATIENCE).until(() -> programs.server.hungUp() == 1);
    modern.publish("infer/assistant/cancel", "", Requester5.correlated("c"));
    flush(modern.heard);
    stranger.close();
  }

  @Test
  void aRequesterOf311CancelsByItsId() throws Exception {
    older.subscribe("infer/form/response/older");
    older.publish("infer/form/request", "{\"id\":\"q7\",\"prompt\":\"hang\"}");
    await().atMost(PATIENCE).until(() -> programs.server.prompts.contains("hang"));
    older.publish("infer/form/cancel", "{\"id\":\"q7\"}");

    Heard answer = answer(older.heard);
    assertThat(answer.said("status")).isEqualTo("cancelled");
    assertThat(answer.said("id")).isEqualTo("q7");
    flush(older.heard);
  }

  @Test
  void theDeadlineEndsAHangingAnswerOnce() throws Exception {
    modern.subscribe("ask/kiosk/inference");
    MqttProperties soon = Requester5.user(new MqttProperties(), "x-deadline-ms", "1500");
    modern.publish("ask/kiosk", "hang", soon);

    Heard answer = answer(modern.heard);
    assertThat(answer.status()).contains("expired");
    assertThat(answer.json().get("totalMs").asDouble()).isBetween(1_000.0, 3_000.0);
    flush(modern.heard);
  }

  @Test
  void whatGoesWrongAtTheServerIsOneClearAnswer() throws Exception {
    modern.subscribe("ask/+/inference");
    modern.publish("ask/1", "status 400", new MqttProperties());
    Heard refused = answer(modern.heard);
    assertThat(refused.status()).contains("rejected");
    assertThat(refused.said("detail")).isEqualTo("model server 'assistant' answered 400: not now");
    modern.heard.clear();

    modern.publish("ask/2", "status 503", new MqttProperties());
    assertThat(answer(modern.heard).status()).contains("shed");
    modern.heard.clear();

    modern.publish("ask/3", "garbage", new MqttProperties());
    assertThat(answer(modern.heard).said("detail")).contains("no stream of events");
    modern.heard.clear();

    modern.publish("ask/4", "half 5", new MqttProperties());
    Heard half = answer(modern.heard);
    assertThat(half.status()).contains("failed");
    assertThat(half.said("detail")).contains("before [DONE]");
    assertThat(half.text()).isEqualTo(PlayedChatServer.text(5));
    requireWhole(modern.heard, half);
  }

  @Test
  void whatCannotBeAskedIsRefusedAtOnce() throws Exception {
    modern.subscribe("+/x/inference");
    modern.publish("poems/x", "say 1", new MqttProperties());
    assertThat(answer(modern.heard).said("detail")).isEqualTo("the cloud has no chat model 'poet'");
    modern.heard.clear();

    modern.publish("forms/x", "say 1", new MqttProperties());
    assertThat(answer(modern.heard).said("reason")).isEqualTo("BAD_PAYLOAD");
    modern.heard.clear();

    modern.publish("ask/x", "w".repeat(70_000), new MqttProperties());
    assertThat(answer(modern.heard).said("detail")).contains("more than 65536 bytes");
    modern.heard.clear();

    MqttProperties here = Requester5.user(new MqttProperties(), "x-no-offload", "true");
    modern.publish("ask/x", "say 1", here);
    assertThat(answer(modern.heard).said("reason")).isEqualTo("PRIVACY");
    assertThat(programs.server.prompts).isEmpty();
  }

  @Test
  void anAnswerGoesOnWhereTheLinkWasCut() throws Exception {
    modern.subscribe("ask/kiosk/inference");
    modern.publish("ask/kiosk", "say 200 20", new MqttProperties());
    await().atMost(PATIENCE).until(() -> Heard.parts(modern.heard).size() > 3);

    programs.cut();
    int before = Heard.parts(modern.heard).size();
    await().atMost(PATIENCE).until(() -> programs.edgeLog().contains("uplink=down"));
    programs.restore();
    await().atMost(PATIENCE).until(() -> Heard.parts(modern.heard).size() > before + 3);

    Heard answer = answer(modern.heard);
    assertThat(answer.status()).contains("ok");
    assertThat(answer.text()).isEqualTo(PlayedChatServer.text(200));
    requireWhole(modern.heard, answer);
    assertThat(programs.server.prompts).as("asked once").hasSize(1);
  }

  @Test
  void aBridgeThatIsKilledMidwayIsOneFailedAnswer() throws Exception {
    modern.subscribe("ask/kiosk/inference");
    modern.publish("ask/kiosk", "say 2000 20", new MqttProperties());
    await().atMost(PATIENCE).until(() -> Heard.parts(modern.heard).size() > 2);
    programs.cloud.kill();
    programs.cloud.start();

    Heard answer = answer(modern.heard);
    assertThat(answer.status()).contains("failed");
    assertThat(answer.said("detail")).contains("does not know the request any more");
    requireWhole(modern.heard, answer);
    flush(modern.heard);
  }

  @Test
  void textRoutesChangeWhileTheNodeRunsAndOpenRequestsKeepTheirs() throws Exception {
    modern.subscribe("ask/kiosk/inference");
    modern.subscribe("new/kiosk/inference");
    modern.publish("ask/kiosk", "say 150 20", new MqttProperties());
    await().atMost(PATIENCE).until(() -> !Heard.parts(modern.heard).isEmpty());
    programs.replacePolicy(
        "text-routes: [{name: other, topic: new/+, model: assistant, deadline: 30s}]\n");
    await().atMost(PATIENCE).until(() -> programs.edgeLog().contains("policy-loaded"));

    Heard answer = answer(modern.heard);
    assertThat(answer.text()).isEqualTo(PlayedChatServer.text(150));
    requireWhole(modern.heard, answer);
    modern.heard.clear();
    modern.publish("ask/kiosk", "say 1", new MqttProperties());
    modern.publish("new/kiosk", "say 2", new MqttProperties());
    assertThat(answer(modern.heard).said("route")).isEqualTo("other");
    assertThat(modern.heard).hasSize(1);
  }
}
