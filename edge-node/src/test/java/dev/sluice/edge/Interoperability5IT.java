package dev.sluice.edge;

import static dev.sluice.edge.CodecClient.integer;
import static dev.sluice.edge.CodecClient.number;
import static dev.sluice.edge.CodecClient.option;
import static dev.sluice.edge.CodecClient.properties;
import static io.netty.handler.codec.mqtt.MqttProperties.NO_PROPERTIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.CodecClient.Received;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sixteen scenarios that interoperability suites have for MQTT 5 beside the common ones of
 * {@link InteroperabilityIT}, against a live node with {@code config/conformance.yaml}.
 */
class Interoperability5IT {
  private static final int LONG_SECONDS = 99_999;
  private static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
  private static final int TOPIC_ALIAS_INVALID = 0x94;
  private static final int PACKET_TOO_LARGE = 0x95;

  @TempDir static Path folder;
  private static ConformanceNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new ConformanceNode(folder);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static CodecClient clean(String clientId) throws IOException {
    return node.clean(MqttVersion.MQTT_5, clientId);
  }

  private static CodecClient client() throws IOException {
    return node.client(MqttVersion.MQTT_5);
  }

  private static MqttConnAckMessage begin(
      CodecClient client, String clientId, boolean clean, MqttProperties properties)
      throws IOException {
    return client.begin(client.connect(clientId, clean).properties(properties));
  }

  private static MqttProperties expiry(int seconds) {
    return properties(integer(MqttProperties.SESSION_EXPIRY_INTERVAL, seconds));
  }

  private static UserProperties pairs() {
    return new UserProperties(List.of(new StringPair("a", "2"), new StringPair("c", "3")));
  }

  // Sessions.

  @Test
  void aSessionLastsAsLongAsItsClientSaid() throws Exception {
    assertThat(isPresent(true, 0, NO_PROPERTIES)).isFalse();
    assertThat(isPresent(false, LONG_SECONDS, NO_PROPERTIES)).as("one of 0 s").isFalse();
    assertThat(isPresent(false, LONG_SECONDS, expiry(0))).as("a long one").isTrue();
    assertThat(isPresent(false, 1, NO_PROPERTIES)).as("ended by DISCONNECT").isFalse();
    await().pollInterval(1_100, TimeUnit.MILLISECONDS).until(() -> !isPresent(false, 1));
    assertThat(isPresent(false, 1, expiry(LONG_SECONDS))).isTrue();
    assertThat(isPresent(false, 0, NO_PROPERTIES)).as("prolonged by DISCONNECT").isTrue();
  }

  private static boolean isPresent(boolean clean, int expirySeconds) throws IOException {
    return isPresent(clean, expirySeconds, NO_PROPERTIES);
  }

  /** Whether there was one; it goes with that DISCONNECT. */
  private static boolean isPresent(boolean clean, int expirySeconds, MqttProperties atTheEnd)
      throws IOException {
    try (CodecClient client = client()) {
      MqttConnAckMessage answer = begin(client, "expiry", clean, expiry(expirySeconds));
      client.disconnect(atTheEnd);
      return answer.variableHeader().isSessionPresent();
    }
  }

  @Test
  void aClientWithoutIdentifierGetsOne() throws Exception {
    try (CodecClient nameless = client()) {
      MqttProperties told = begin(nameless, "", true, NO_PROPERTIES).variableHeader().properties();

      assertThat(told.getProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER).value())
          .isNotEqualTo("");
    }
  }

  @Test
  void aLongKeepAliveIsReplaced() throws Exception {
    try (CodecClient client = client()) {
      MqttConnAckMessage answer = client.begin(client.connect("keep-alive", true).keepAlive(120));

      assertThat(number(answer.variableHeader().properties(), MqttProperties.SERVER_KEEP_ALIVE))
          .isEqualTo(60);
    }
  }

  @ParameterizedTest(name = "delay {0} s, session of {1} s: after {2} s")
  @CsvSource({"1, 4, 1", "4, 0, 0", "4, 1, 1"})
  void aWillWaitsForItsDelayOrTheEndOfItsSession(int delay, int expiry, int seconds)
      throws Exception {
    String topic = "delay/" + delay + expiry;
    try (CodecClient watcher = clean(topic + "-watcher")) {
      watcher.subscribe(topic, 2);
      long began;
      try (CodecClient lost = client()) {
        ConnectBuilder connect =
            lost.connect(topic, true)
                .properties(expiry(expiry))
                .willFlag(true)
                .willTopic(topic)
                .willMessage("gone".getBytes(StandardCharsets.UTF_8))
                .willProperties(
                    properties(integer(MqttProperties.WILL_DELAY_INTERVAL, delay), pairs()));
        lost.begin(connect);
        began = System.nanoTime();
      }

      Received will = watcher.atLeast(1).get(0);
      assertThat(will.payload()).isEqualTo("gone");
      assertThat(will.value(MqttProperties.USER_PROPERTY)).isEqualTo(pairs().value());
      assertThat(System.nanoTime() - began)
          .isBetween(TimeUnit.SECONDS.toNanos(seconds), TimeUnit.SECONDS.toNanos(4));
    }
  }

  // Properties of messages.

  @Test
  void userPropertiesComeInOrderAtEveryQos() throws Exception {
    assertThat(echoed("user", properties(pairs())))
        .extracting(message -> message.value(MqttProperties.USER_PROPERTY))
        .containsOnly(pairs().value());
  }

  @Test
  void payloadFormatAndContentTypeComeAtEveryQos() throws Exception {
    MqttProperties sent =
        properties(
            integer(MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1),
            new StringProperty(MqttProperties.CONTENT_TYPE, "text/plain"));
    assertThat(echoed("format", sent))
        .allMatch(message -> message.number(MqttProperties.PAYLOAD_FORMAT_INDICATOR) == 1)
        .allMatch(message -> message.value(MqttProperties.CONTENT_TYPE).equals("text/plain"));
  }

  private static List<Received> echoed(String topic, MqttProperties sent) throws IOException {
    try (CodecClient client = clean(topic)) {
      client.subscribe(topic, 2);
      for (int qos = 0; qos < 3; qos++) {
        client.publish(topic, "qos " + qos, qos, false, sent);
      }
      List<Received> all = client.all();
      assertThat(all).extracting(Received::qos).containsExactlyInAnyOrder(0, 1, 2);
      return all;
    }
  }

  @Test
  void messagesExpireWhileTheyWait() throws Exception {
    try (CodecClient away = client();
        CodecClient publisher = clean("expiring-from")) {
      begin(away, "expiring", true, expiry(LONG_SECONDS));
      away.subscribe("expiring", 2);
      away.disconnect();
      for (int qos = 1; qos < 3; qos++) {
        publisher.publish("expiring", "short", qos, false, lasting(1));
        publisher.publish("expiring", "long", qos, false, lasting(60));
      }
      // What was published last, and retained, goes last.
      publisher.publish("expiring-too", "short", 1, true, lasting(1));
      await().until(() -> isGone("expiring-too"));
    }
    try (CodecClient back = client()) {
      begin(back, "expiring", false, NO_PROPERTIES);

      assertThat(back.all())
          .hasSize(2)
          .allMatch(message -> message.payload().equals("long"))
          .allMatch(message -> message.number(MqttProperties.PUBLICATION_EXPIRY_INTERVAL) < 60);
    }
  }

  private static boolean isGone(String topic) throws IOException {
    try (CodecClient client = clean("looking")) {
      client.subscribe(topic, 0);
      return client.all().isEmpty();
    }
  }

  private static MqttProperties lasting(int seconds) {
    return properties(integer(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, seconds));
  }

  @Test
  void aRequestIsAnsweredWhereItSays() throws Exception {
    try (CodecClient asking = clean("asking");
        CodecClient answering = clean("answering")) {
      asking.subscribe("answers", option(2, true, false, 0));
      answering.subscribe("questions", option(2, true, false, 0));
      asking.publish(
          "questions",
          "how warm?",
          1,
          false,
          properties(
              new StringProperty(MqttProperties.RESPONSE_TOPIC, "answers"),
              new BinaryProperty(MqttProperties.CORRELATION_DATA, new byte[] {3, 3, 4})));
      Received question = answering.atLeast(1).get(0);
      answering.publish(
          (String) question.value(MqttProperties.RESPONSE_TOPIC),
          "warm",
          1,
          false,
          question.properties());

      Received answer = asking.atLeast(1).get(0);
      assertThat(answer.payload()).isEqualTo("warm");
      assertThat(answer.value(MqttProperties.CORRELATION_DATA)).isEqualTo(new byte[] {3, 3, 4});
    }
  }

  // Subscriptions.

  @Test
  void noLocalKeepsAClientsOwnMessagesFromIt() throws Exception {
    try (CodecClient speaking = clean("speaking");
        CodecClient hearing = clean("hearing")) {
      speaking.subscribe("local", option(2, true, false, 0));
      hearing.subscribe("local", option(2, true, false, 0));
      speaking.publish("local", "hello", 1, false);

      assertThat(hearing.atLeast(1)).hasSize(1);
      assertThat(speaking.all()).isEmpty();
    }
  }

  @Test
  void retainAsPublishedTellsWhichMessagesAreRetained() throws Exception {
    try (CodecClient client = clean("as-published")) {
      client.subscribe("as-published", option(2, false, true, 0));
      client.publish("as-published", "not kept", 1, false);
      client.publish("as-published", "kept", 1, true);

      assertThat(client.all()).extracting(Received::retained).containsExactly(false, true);
    }
  }

  @ParameterizedTest(name = "Retain Handling {0}: {1}, then {2}")
  @CsvSource({"0, 3, 3", "1, 3, 0", "2, 0, 0"})
  void retainHandlingSaysWhenRetainedMessagesCome(int handling, int first, int second)
      throws Exception {
    String topic = "handling/" + handling;
    try (CodecClient client = clean(topic)) {
      for (int qos = 0; qos < 3; qos++) {
        client.publish(topic + "/" + qos, "kept", qos, true);
      }
      for (int expected : new int[] {first, second}) {
        client.forget();
        client.subscribe(topic + "/+", option(2, false, false, handling));
        assertThat(client.all()).hasSize(expected);
      }
    }
  }

  @Test
  void everyIdentifierOfMatchingSubscriptionsComesWithTheMessage() throws Exception {
    try (CodecClient client = clean("identified")) {
      subscribe(client, "identified/t", 2);
      subscribe(client, "identified/#", 456_789);
      client.publish("identified/t", "hello", 1, false);

      List<Received> all = client.all();
      assertThat(all).hasSize(1);
      assertThat(all.get(0).properties().getProperties(MqttProperties.SUBSCRIPTION_IDENTIFIER))
          .extracting(property -> property.value())
          .containsExactlyInAnyOrder(2, 456_789);
    }
  }

  private static void subscribe(CodecClient client, String filter, int id) throws IOException {
    client.subscribe(
        filter,
        option(2, false, false, 0),
        properties(integer(MqttProperties.SUBSCRIPTION_IDENTIFIER, id)));
  }

  @Test
  void aSharedSubscriptionGivesEachMessageToOneMember() throws Exception {
    try (CodecClient one = clean("member-1");
        CodecClient other = clean("member-2")) {
      for (CodecClient member : List.of(one, other)) {
        member.subscribe("$share/members/shared", 2);
        member.subscribe("everybody", 2);
      }
      other.publish("everybody", "to all", 0, false);
      for (int i = 0; i < 10; i++) {
        other.publish("shared", "to one", 1, false);
      }

      List<Received> ofOne = one.all();
      List<Received> ofOther = other.all();
      assertThat(ofOne).extracting(Received::payload).containsOnlyOnce("to all");
      assertThat(ofOther).extracting(Received::payload).containsOnlyOnce("to all");
      assertThat(ofOne.size() + ofOther.size()).isEqualTo(12);
    }
  }

  // Topic Aliases.

  @Test
  void aliasZeroEndsTheConnection() throws Exception {
    try (CodecClient client = clean("alias-0")) {
      client.sendPublish("t", "x", 1, false, 1, alias(0));

      assertThat(client.endOfConnection()).hasValue(TOPIC_ALIAS_INVALID);
    }
  }

  @Test
  void aClientsAliasStandsForItsTopicUntilTheConnectionEnds() throws Exception {
    try (CodecClient client = client()) {
      MqttConnAckMessage answer = begin(client, "alias", true, expiry(LONG_SECONDS));
      assertThat(number(answer.variableHeader().properties(), MqttProperties.TOPIC_ALIAS_MAXIMUM))
          .isPositive();
      client.subscribe("aliased", 2);
      client.publish("aliased", "named", 1, false, alias(1));
      client.publish("", "not named", 1, false, alias(1));
      assertThat(client.all()).extracting(Received::topic).containsExactly("aliased", "aliased");
      client.disconnect();
    }
    try (CodecClient again = client()) {
      begin(again, "alias", false, NO_PROPERTIES);
      again.sendPublish("", "forgotten", 1, false, 1, alias(1));

      assertThat(again.endOfConnection().getAsInt()).isGreaterThanOrEqualTo(0x80);
    }
  }

  private static MqttProperties alias(int number) {
    return properties(integer(MqttProperties.TOPIC_ALIAS, number));
  }

  @ParameterizedTest(name = "Topic Alias Maximum {0}")
  @CsvSource({"1, 1", "0, -1"})
  void theNodeSetsAliasesWhereTheClientTakesThem(int maximum, int alias) throws Exception {
    String topic = "long/enough/for/an/alias/" + maximum;
    try (CodecClient client = client()) {
      MqttProperties takes = properties(integer(MqttProperties.TOPIC_ALIAS_MAXIMUM, maximum));
      begin(client, topic, true, takes);
      client.subscribe(topic, 2);
      for (int qos = 0; qos < 3; qos++) {
        client.publish(topic, "qos " + qos, qos, false);
      }

      assertThat(client.all())
          .extracting(message -> message.number(MqttProperties.TOPIC_ALIAS))
          .containsExactly(alias, alias, alias);
      assertThat(client.all())
          .extracting(Received::topic)
          .containsExactly(topic, maximum == 0 ? topic : "", maximum == 0 ? topic : "");
    }
  }

  // Sizes and windows.

  @Test
  void aPacketBeyondTheMaximumEndsTheConnection() throws Exception {
    try (CodecClient client = client()) {
      MqttProperties told =
          begin(client, "large", true, NO_PROPERTIES).variableHeader().properties();
      int most = number(told, MqttProperties.MAXIMUM_PACKET_SIZE);
      assertThat(most).isBetween(1, 65_534);
      client.sendPublish("t", "x".repeat(most), 0, false, 0, NO_PROPERTIES);

      assertThat(client.endOfConnection()).hasValue(PACKET_TOO_LARGE);
    }
  }

  @Test
  void aClientGetsNothingBeyondItsMaximumPacketSize() throws Exception {
    try (CodecClient client = client()) {
      begin(client, "small", true, properties(integer(MqttProperties.MAXIMUM_PACKET_SIZE, 64)));
      client.subscribe("small", 2);
      client.publish("small", "x".repeat(32), 0, false);
      client.publish("small", "x".repeat(64), 1, false);

      assertThat(client.all()).extracting(Received::payload).containsExactly("x".repeat(32));
    }
  }

  @Test
  void aClientsReceiveMaximumBoundsWhatIsInFlight() throws Exception {
    try (CodecClient client = client();
        CodecClient publisher = clean("window-from")) {
      begin(client, "window", true, properties(integer(MqttProperties.RECEIVE_MAXIMUM, 2)));
      client.subscribe("window", 2);
      client.stopAcknowledging();
      for (int i = 1; i <= 3; i++) {
        publisher.publish("window", "" + i, 1, false);
      }
      List<Received> inFlight = client.all();
      assertThat(inFlight).extracting(Received::payload).containsExactly("1", "2");
      client.acknowledge(inFlight.get(0));

      assertThat(client.atLeast(3)).extracting(Received::payload).containsExactly("1", "2", "3");
    }
  }

  @Test
  void aClientThatExceedsTheNodesReceiveMaximumIsClosed() throws Exception {
    try (CodecClient client = client()) {
      MqttProperties told =
          begin(client, "flood", true, NO_PROPERTIES).variableHeader().properties();
      int most = number(told, MqttProperties.RECEIVE_MAXIMUM);
      for (int id = 1; id <= most + 1; id++) {
        client.sendPublish("flood", "x", 2, false, id, NO_PROPERTIES);
      }

      assertThat(client.endOfConnection()).hasValue(RECEIVE_MAXIMUM_EXCEEDED);
    }
  }
}
