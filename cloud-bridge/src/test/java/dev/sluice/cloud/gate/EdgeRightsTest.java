package dev.sluice.cloud.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageBuilders.ConnectBuilder;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packet by packet: what an edge node may send, and that it may nothing else. */
class EdgeRightsTest {
  private static final Set<MqttMessageType> WITHOUT_TOPIC =
      EnumSet.of(
          MqttMessageType.PUBACK,
          MqttMessageType.PUBREC,
          MqttMessageType.PUBREL,
          MqttMessageType.PUBCOMP,
          MqttMessageType.PINGREQ,
          MqttMessageType.DISCONNECT);

  private final EdgeRights rights = new EdgeRights("gw-7");

  private static ConnectBuilder connect(String clientId) {
    return MqttMessageBuilders.connect()
        .clientId(clientId)
        .protocolVersion(MqttVersion.MQTT_3_1_1)
        .cleanSession(false);
  }

  private static MqttMessage publish(String topic) {
    return MqttMessageBuilders.publish()
        .topicName(topic)
        .qos(MqttQoS.AT_LEAST_ONCE)
        .messageId(1)
        .payload(Unpooled.EMPTY_BUFFER)
        .build();
  }

  private static MqttMessage subscribe(String... filters) {
    var packet = MqttMessageBuilders.subscribe().messageId(1);
    for (String filter : filters) {
      packet.addSubscription(MqttQoS.AT_LEAST_ONCE, filter);
    }
    return packet.build();
  }

  private static MqttMessage unsubscribe(String... filters) {
    var packet = MqttMessageBuilders.unsubscribe().messageId(1);
    for (String filter : filters) {
      packet.addTopicFilter(filter);
    }
    return packet.build();
  }

  private void assertConnectRefused(MqttConnectMessage connect, Refusal refusal) {
    assertThat(rights.onConnect(connect)).contains(refusal);
  }

  @Test
  void connectsUnderItsOwnName() {
    assertThat(rights.onConnect(connect("edge-gw-7").build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge-gw-8", "edge-gw-77", "edge-gw-", "gw-7", "EDGE-GW-7", "bridge", ""})
  void connectsUnderNoOtherName(String clientId) {
    assertConnectRefused(connect(clientId).build(), Refusal.OTHER_NAME);
  }

  @Test
  void speaksMqtt311WithoutWillAndWithoutUserName() {
    assertConnectRefused(
        connect("edge-gw-7").protocolVersion(MqttVersion.MQTT_5).build(), Refusal.UNEXPECTED);
    assertConnectRefused(
        connect("edge-gw-7").protocolVersion(MqttVersion.MQTT_3_1).build(), Refusal.UNEXPECTED);
    assertConnectRefused(connect("edge-gw-7").username("admin").build(), Refusal.UNEXPECTED);
    assertConnectRefused(
        connect("edge-gw-7").willFlag(true).willTopic("sluice/v1/up/gw-7").build(),
        Refusal.UNEXPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sluice/v1/up/gw-7", "sluice/v1/forward/up/gw-7"})
  void publishesOnItsTopicsUp(String topic) {
    assertThat(rights.onPacket(publish(topic))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sluice/v1/up/gw-8",
        "sluice/v1/up/gw-77",
        "sluice/v1/up/gw-7/x",
        "sluice/v1/forward/up/gw-8",
        "sluice/v1/down/gw-7",
        "sluice/v1/forward/down/gw-7",
        "sluice/v1/down/gw-8",
        "commands/gw-8/valve",
        "$SYS/broker",
        ""
      })
  void publishesNowhereElse(String topic) {
    assertThat(rights.onPacket(publish(topic))).contains(Refusal.FOREIGN_TOPIC);
  }

  @Test
  void subscribesToItsTopicsDown() {
    assertThat(rights.onPacket(subscribe("sluice/v1/down/gw-7", "sluice/v1/forward/down/gw-7")))
        .isEmpty();
    assertThat(rights.onPacket(unsubscribe("sluice/v1/down/gw-7"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sluice/v1/down/gw-8",
        "sluice/v1/forward/down/gw-8",
        "sluice/v1/up/gw-7",
        "sluice/v1/forward/up/gw-7",
        "sluice/v1/down/+",
        "sluice/v1/down/gw-7/#",
        "sluice/#",
        "$share/g/sluice/v1/down/gw-7",
        "+/#",
        "#"
      })
  void subscribesToNothingElse(String filter) {
    assertThat(rights.onPacket(subscribe(filter))).contains(Refusal.FOREIGN_TOPIC);
    assertThat(rights.onPacket(unsubscribe(filter))).contains(Refusal.FOREIGN_TOPIC);
    assertThat(rights.onPacket(subscribe("sluice/v1/down/gw-7", filter)))
        .as("beside one of its own")
        .contains(Refusal.FOREIGN_TOPIC);
    assertThat(rights.onPacket(unsubscribe("sluice/v1/down/gw-7", filter)))
        .contains(Refusal.FOREIGN_TOPIC);
  }

  /** Of what names no topic it may say what a client says behind its CONNECT, and nothing else. */
  @ParameterizedTest
  @EnumSource(
      value = MqttMessageType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PUBLISH", "SUBSCRIBE", "UNSUBSCRIBE"})
  void saysOnlyWhatAClientSays(MqttMessageType type) {
    MqttMessage packet =
        new MqttMessage(new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0));
    if (WITHOUT_TOPIC.contains(type)) {
      assertThat(rights.onPacket(packet)).isEmpty();
    } else {
      assertThat(rights.onPacket(packet)).contains(Refusal.UNEXPECTED);
    }
  }
}
