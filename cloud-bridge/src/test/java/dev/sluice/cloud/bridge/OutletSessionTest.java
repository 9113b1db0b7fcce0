package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Correlation;
import dev.sluice.uplink.ForwardedMessage.Properties;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OutletSessionTest {
  private static final int NOT_AUTHORIZED = 0x87;
  private static final int QUOTA_EXCEEDED = 0x97;

  private final List<MqttMessage> sent = new ArrayList<>();
  private final List<Integer> done = new ArrayList<>();
  private long nowNanos = 5;

  private OutletSession session(int receiveMaximum, int maximumQos) {
    return new OutletSession(
        new OutletSession.Terms(receiveMaximum, maximumQos, false, 1_000), sent::add);
  }

  private static ForwardedMessage message(int qos, int bytes) {
    Properties full =
        new Properties(
            OptionalInt.of(1),
            Optional.of("text/plain"),
            Optional.of("reply/tö"),
            Optional.of(new Correlation(new byte[] {9})),
            List.of(new UserProperty("k", "v"), new UserProperty("k", "ü")));
    return new ForwardedMessage("t/ö", new byte[bytes], qos, true, OptionalLong.of(61_001), full);
  }

  private void publish(OutletSession session, int qos, int number) {
    session.publish(message(qos, 3), nowNanos, () -> done.add(number));
  }

  private void reply(OutletSession session, MqttMessageType type, int packetId, int reason) {
    session.onReply(
        new MqttMessage(
            new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0),
            new MqttPubReplyMessageVariableHeader(
                packetId, (byte) reason, MqttProperties.NO_PROPERTIES)),
        nowNanos);
  }

  private int packetId(int index) {
    return ((MqttPublishMessage) sent.get(index)).variableHeader().packetId();
  }

  @Test
  void sendsNoMoreThanTheReceiveMaximumAndKeepsTheOrder() {
    OutletSession session = session(2, 2);
    for (int i = 0; i < 4; i++) {
      publish(session, i == 3 ? 0 : 1, i);
    }
    assertThat(sent).hasSize(2);
    reply(session, MqttMessageType.PUBACK, packetId(0), 0);
    assertThat(sent).hasSize(3);
    reply(session, MqttMessageType.PUBACK, packetId(1), 0);
    assertThat(sent).hasSize(4);
    assertThat(done).containsExactly(0, 1, 3);
  }

  @Test
  void isDoneWithQos2OnlyAtItsEnd() {
    OutletSession session = session(2, 2);
    publish(session, 2, 7);
    reply(session, MqttMessageType.PUBREC, packetId(0), 0);
    assertThat(sent.get(1).fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBREL);
    assertThat(done).isEmpty();
    reply(session, MqttMessageType.PUBCOMP, packetId(0), 0);
    assertThat(done).containsExactly(7);
  }

  @Test
  void knowsSinceWhenTheBrokerOwesAnAcknowledgement() {
    OutletSession session = session(2, 2);
    assertThat(session.owedSinceNanos()).isEmpty();
    publish(session, 2, 1);
    nowNanos = 6;
    publish(session, 1, 2);
    publish(session, 1, 3); // waits for the window
    assertThat(session.owedSinceNanos()).hasValue(5);
    nowNanos = 7;
    reply(session, MqttMessageType.PUBREC, packetId(0), 0);
    assertThat(session.owedSinceNanos()).as("of the second half of QoS 2").hasValue(6);
    nowNanos = 8;
    reply(session, MqttMessageType.PUBACK, packetId(1), 0);
    assertThat(session.owedSinceNanos()).hasValue(7);
    reply(session, MqttMessageType.PUBCOMP, packetId(0), 0);
    assertThat(session.owedSinceNanos()).as("of what waited").hasValue(8);
  }

  @Test
  void givesUpWhatTheBrokerRefusesForGood() {
    OutletSession session = session(2, 2);
    publish(session, 1, 1);
    publish(session, 2, 2);
    reply(session, MqttMessageType.PUBACK, packetId(0), NOT_AUTHORIZED);
    reply(session, MqttMessageType.PUBREC, packetId(1), NOT_AUTHORIZED);
    assertThat(done).containsExactly(1, 2);
    assertThat(session.refused()).isEqualTo(2);
    assertThat(session.isOverQuota()).isFalse();
  }

  @Test
  void keepsWhatTheBrokerHasNoRoomFor() {
    OutletSession session = session(2, 2);
    publish(session, 1, 1);
    reply(session, MqttMessageType.PUBACK, packetId(0), QUOTA_EXCEEDED);
    assertThat(done).isEmpty();
    assertThat(session.isOverQuota()).isTrue();
  }

  @Test
  void asksForNoMoreThanTheBrokerOffers() {
    OutletSession session = session(2, 1);
    publish(session, 2, 1);
    MqttPublishMessage publish = (MqttPublishMessage) sent.get(0);
    assertThat(publish.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
    assertThat(publish.fixedHeader().isRetain()).isFalse();
  }

  @Test
  void knowsHowLargeAPacketIs() {
    OutletSession session = session(2, 2);
    for (int bytes : List.of(1, 100, 900, 950, 1_000)) {
      ForwardedMessage message = message(1, bytes);
      long said = OutletPackets.bytesAtMost(message);
      assertThat(said - encodedBytes(message)).as("%d bytes", bytes).isBetween(0L, 12L);
      assertThat(session.takes(message)).isEqualTo(said <= 1_000);
    }
  }

  private static int encodedBytes(ForwardedMessage message) {
    EmbeddedChannel channel = new EmbeddedChannel(MqttEncoder.INSTANCE);
    channel.writeOutbound(OutletPackets.connect(TestBroker.access(1, 1_000)));
    channel.<ByteBuf>readOutbound().release();
    channel.writeOutbound(OutletPackets.publish(message, MqttQoS.AT_LEAST_ONCE, true, 1));
    int bytes = 0;
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      bytes += part.readableBytes();
      part.release();
    }
    return bytes;
  }
}
