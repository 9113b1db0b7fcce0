package dev.sluice.edge;

import static dev.sluice.edge.CodecClient.integer;
import static dev.sluice.edge.CodecClient.properties;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.CodecClient.Received;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scenarios that interoperability suites of MQTT have in common for both versions, eleven each,
 * against a live node with {@code config/conformance.yaml}. Those of MQTT 5 alone: {@link
 * Interoperability5IT}.
 */
class InteroperabilityIT {
  private static final int LONG_SECONDS = 99_999;

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

  /** Names nobody else uses: sessions and retained messages of one scenario stay its own. */
  private static String own(MqttVersion version, String name) {
    return version + "-" + name;
  }

  /** A session that is kept, new or gone on with. */
  private static ConnectBuilder lasting(CodecClient client, String clientId) {
    ConnectBuilder connect = client.connect(clientId, false);
    return connect.properties(
        properties(integer(MqttProperties.SESSION_EXPIRY_INTERVAL, LONG_SECONDS)));
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void aClientHearsItsOwnMessagesAtEveryQos(MqttVersion version) throws Exception {
    String topic = own(version, "basic");
    node.clean(version, topic).disconnect();
    try (CodecClient client = node.clean(version, topic)) {
      client.subscribe(topic, 2);
      for (int qos = 0; qos < 3; qos++) {
        client.publish(topic, "qos " + qos, qos, false);
      }

      assertThat(client.all())
          .extracting(Received::payload)
          .containsExactlyInAnyOrder("qos 0", "qos 1", "qos 2");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void aSecondConnectAndAnotherProtocolEndTheConnection(MqttVersion version) throws Exception {
    try (CodecClient twice = node.clean(version, own(version, "twice"))) {
      twice.send(twice.connect(own(version, "twice"), true).build());

      assertThat(twice.endOfConnection().isPresent()).isEqualTo(version == MqttVersion.MQTT_5);
    }
    try (CodecClient stranger = node.client(version)) {
      // CONNECT whose Protocol Name is "hj".
      stranger.send(
          HexFormat.of()
              .parseHex(
                  version == MqttVersion.MQTT_5
                      ? "100c0002686a0502000000000161"
                      : "100b0002686a04020000000161"));

      assertThat(stranger.endOfConnection()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void retainedMessagesComeToLaterSubscribersUntilTheyAreCleared(MqttVersion version)
      throws Exception {
    String topic = own(version, "retained");
    try (CodecClient publisher = node.clean(version, topic + "-from")) {
      for (int qos = 0; qos < 3; qos++) {
        publisher.publish(topic + "/" + qos, "kept", qos, true);
      }
      assertThat(retained(version, topic))
          .allMatch(Received::retained)
          .extracting(Received::qos)
          .containsExactlyInAnyOrder(0, 1, 2);
      for (int qos = 0; qos < 3; qos++) {
        publisher.publish(topic + "/" + qos, "", qos, true);
      }
      publisher.all();

      assertThat(retained(version, topic)).isEmpty();
    }
  }

  private static List<Received> retained(MqttVersion version, String topic) throws IOException {
    try (CodecClient later = node.clean(version, topic + "-to")) {
      later.subscribe(topic + "/+", 2);
      return later.all();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void theWillOfALostClientIsSent(MqttVersion version) throws Exception {
    String topic = own(version, "will");
    try (CodecClient watcher = node.clean(version, topic + "-watcher")) {
      watcher.subscribe(topic, 2);
      try (CodecClient lost = node.client(version)) {
        lost.begin(will(lost.connect(topic + "-lost", true).keepAlive(2), topic));
      }

      assertThat(watcher.atLeast(1)).extracting(Received::payload).containsExactly("gone");
    }
  }

  private static ConnectBuilder will(ConnectBuilder connect, String topic) {
    return connect
        .willFlag(true)
        .willTopic(topic)
        .willMessage("gone".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void aClientWithoutIdentifierNeedsACleanSession(MqttVersion version) throws Exception {
    try (CodecClient nameless = node.client(version)) {
      MqttConnAckMessage answer = nameless.begin(nameless.connect("", false));
      // MQTT 5 assigns one that serves to come back.
      assertThat(answer.variableHeader().connectReturnCode())
          .isEqualTo(
              version == MqttVersion.MQTT_5
                  ? MqttConnectReturnCode.CONNECTION_ACCEPTED
                  : MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
    }
    try (CodecClient nameless = node.client(version)) {
      MqttConnAckMessage answer = nameless.begin(nameless.connect("", true));
      assertThat(answer.variableHeader().connectReturnCode())
          .isEqualTo(MqttConnectReturnCode.CONNECTION_ACCEPTED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void whatComesWhileAClientIsAwayWaitsForIt(MqttVersion version) throws Exception {
    String topic = own(version, "offline");
    try (CodecClient away = node.client(version);
        CodecClient publisher = node.clean(version, topic + "-from")) {
      away.begin(lasting(away, topic));
      away.subscribe(topic + "/+", 2);
      away.disconnect();
      for (int qos = 0; qos < 3; qos++) {
        publisher.publish(topic + "/" + qos, "qos " + qos, qos, false);
      }
    }
    try (CodecClient back = node.client(version)) {
      assertThat(back.begin(lasting(back, topic)).variableHeader().isSessionPresent()).isTrue();

      assertThat(back.all()).extracting(Received::payload).containsExactly("qos 1", "qos 2");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void overlappingSubscriptionsGiveTheHighestQos(MqttVersion version) throws Exception {
    String topic = own(version, "overlap");
    try (CodecClient client = node.clean(version, topic)) {
      client.subscribe(topic + "/#", 2);
      client.subscribe(topic + "/+", 1);
      client.publish(topic + "/t", "once", 2, false);

      assertThat(client.all()).extracting(Received::qos).containsExactly(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void aClientThatFallsSilentIsGivenUp(MqttVersion version) throws Exception {
    String topic = own(version, "silent");
    try (CodecClient watcher = node.clean(version, topic + "-watcher");
        CodecClient silent = node.client(version)) {
      watcher.subscribe(topic, 2);
      long began = System.nanoTime();
      silent.begin(will(silent.connect(topic, true).keepAlive(1), topic));

      assertThat(watcher.atLeast(1)).extracting(Received::payload).containsExactly("gone");
      assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(1_500_000_000L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void whatWasNotAcknowledgedComesAgain(MqttVersion version) throws Exception {
    String topic = own(version, "again");
    try (CodecClient deaf = node.client(version);
        CodecClient publisher = node.clean(version, topic + "-from")) {
      deaf.begin(lasting(deaf, topic));
      deaf.subscribe(topic + "/+", 2);
      deaf.stopAcknowledging();
      publisher.publish(topic + "/1", "one", 1, false);
      publisher.publish(topic + "/2", "two", 2, false);
      assertThat(deaf.atLeast(2)).hasSize(2);
      deaf.disconnect();
    }
    try (CodecClient back = node.client(version)) {
      back.begin(lasting(back, topic));

      assertThat(back.atLeast(2)).extracting(Received::payload).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void aSubscriptionThatIsNotAllowedIsRefused(MqttVersion version) throws Exception {
    try (CodecClient client = node.clean(version, own(version, "refused"))) {
      assertThat(client.subscribe("test/nosubscribe", 2)).containsExactly(0x80);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void wildcardsDoNotMatchTopicsOfTheServer(MqttVersion version) throws Exception {
    String topic = own(version, "dollar");
    try (CodecClient client = node.clean(version, topic)) {
      client.subscribe("+/" + topic, 2);
      client.publish("$own/" + topic, "unheard", 1, false);

      assertThat(client.all()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MQTT_3_1_1", "MQTT_5"})
  void whatIsUnsubscribedIsNotHeard(MqttVersion version) throws Exception {
    String topic = own(version, "unsubscribed");
    try (CodecClient client = node.clean(version, topic);
        CodecClient publisher = node.clean(version, topic + "-from")) {
      for (int i = 0; i < 3; i++) {
        client.subscribe(topic + "/" + i, 2);
      }
      client.unsubscribe(topic + "/0");
      for (int i = 0; i < 3; i++) {
        publisher.publish(topic + "/" + i, "to " + i, 1, false);
      }

      assertThat(client.all()).extracting(Received::payload).containsExactly("to 1", "to 2");
    }
  }
}
