package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketWriterTest {
  private static final TopicName TOPIC = TopicName.of("plant/möhre/temperature");

  private static Delivery delivery(Message message, Qos qos, int packetId) {
    return new Delivery(message, qos, packetId, false, false, OptionalInt.empty(), List.of());
  }

  private static Message message(String payload) {
    return Message.of(TOPIC, Payload.utf8(payload), Qos.EXACTLY_ONCE);
  }

  /** What Netty's decoder, as the peer, makes of the bytes; they must be one packet exactly. */
  private static <T extends MqttMessage> T written(
      PacketWriter writer, Class<T> type, BiConsumer<PacketWriter, ByteBuf> write) {
    ByteBuf bytes = Unpooled.buffer();
    write.accept(writer, bytes);
    return type.cast(Decoding.one(writer == PacketWriter.MQTT_5, bytes));
  }

  @ParameterizedTest
  @EnumSource(PacketWriter.class)
  void publishesAtMostOnceWithoutPacketId(PacketWriter writer) {
    MqttPublishMessage read =
        written(
            writer,
            MqttPublishMessage.class,
            (w, out) -> w.publish(delivery(message("21.5"), Qos.AT_MOST_ONCE, 0), out));

    assertThat(read.variableHeader().topicName()).isEqualTo(TOPIC.value());
    assertThat(read.fixedHeader().qosLevel().value()).isZero();
    assertThat(ByteBufUtil.getBytes(read.payload())).isEqualTo(Device.utf8("21.5"));
  }

  @ParameterizedTest
  @EnumSource(PacketWriter.class)
  @Tag("MQTT-3.3.1-3")
  @Tag("MQTT311-3.3.1-3")
  void publishesWithEveryFlagAndThePacketId(PacketWriter writer) {
    Delivery redelivery =
        new Delivery(
            message("x"), Qos.EXACTLY_ONCE, 65_535, true, true, OptionalInt.empty(), List.of());

    MqttPublishMessage read =
        written(writer, MqttPublishMessage.class, (w, out) -> w.publish(redelivery, out));

    assertThat(read.variableHeader().packetId()).isEqualTo(65_535);
    assertThat(read.fixedHeader().qosLevel().value()).isEqualTo(2);
    assertThat(read.fixedHeader().isDup()).isTrue();
    assertThat(read.fixedHeader().isRetain()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 90, 120, 16_350, 16_380, 2_097_120, 2_097_160})
  void publishesPayloadsAroundEachStepOfTheRemainingLength(int size) {
    Message large = Message.of(TOPIC, Payload.of(new byte[size]), Qos.AT_LEAST_ONCE);

    MqttPublishMessage read =
        written(
            PacketWriter.MQTT_3_1_1,
            MqttPublishMessage.class,
            (w, out) -> w.publish(delivery(large, Qos.AT_LEAST_ONCE, 7), out));

    assertThat(read.payload().readableBytes()).isEqualTo(size);
  }

  @ParameterizedTest
  @EnumSource(PacketWriter.class)
  void publishesToTheLongestTopicThereIs(PacketWriter writer) {
    TopicName longest = TopicName.of("t".repeat(TopicName.MAX_BYTES));
    Message message = Message.of(longest, Payload.utf8("x"), Qos.AT_MOST_ONCE);

    MqttPublishMessage read =
        written(
            writer,
            MqttPublishMessage.class,
            (w, out) -> w.publish(delivery(message, Qos.AT_MOST_ONCE, 0), out));

    assertThat(read.variableHeader().topicName()).hasSize(TopicName.MAX_BYTES);
  }

  private static Delivery withEveryProperty() {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.of(1),
            OptionalLong.of(60),
            Optional.of("text/plain; größe"),
            Optional.of(TopicName.of("answers/me")),
            Optional.of(Payload.of(new byte[] {0, -1, 7})),
            List.of(
                new UserProperty("b", "2"),
                new UserProperty("a", "1"),
                new UserProperty("b", "zwei €")));
    Message message = new Message(TOPIC, Payload.utf8("x"), Qos.AT_LEAST_ONCE, false, properties);
    return new Delivery(
        message,
        Qos.AT_LEAST_ONCE,
        9,
        false,
        false,
        OptionalInt.of(42),
        List.of(1, 200, 268_435_455));
  }

  @Test
  void publishesEveryPropertyToAnMqtt5Client() {
    MqttProperties read =
        written(
                PacketWriter.MQTT_5,
                MqttPublishMessage.class,
                (w, out) -> w.publish(withEveryProperty(), out))
            .variableHeader()
            .properties();

    assertThat(value(read, MqttProperties.PAYLOAD_FORMAT_INDICATOR)).isEqualTo(1);
    // What is left of the lifetime, not what the publisher asked for [MQTT-3.3.2-6].
    assertThat(value(read, MqttProperties.PUBLICATION_EXPIRY_INTERVAL)).isEqualTo(42);
    assertThat(value(read, MqttProperties.CONTENT_TYPE)).isEqualTo("text/plain; größe");
    assertThat(value(read, MqttProperties.RESPONSE_TOPIC)).isEqualTo("answers/me");
    assertThat(value(read, MqttProperties.CORRELATION_DATA)).isEqualTo(new byte[] {0, -1, 7});
    assertThat(values(read, MqttProperties.SUBSCRIPTION_IDENTIFIER))
        .containsExactly(1, 200, 268_435_455);
    assertThat(values(read, MqttProperties.USER_PROPERTY))
        .containsExactly(
            new MqttProperties.StringPair("b", "2"),
            new MqttProperties.StringPair("a", "1"),
            new MqttProperties.StringPair("b", "zwei €"));
  }

  @Test
  void leavesPropertiesOutFor311() {
    MqttPublishMessage read =
        written(
            PacketWriter.MQTT_3_1_1,
            MqttPublishMessage.class,
            (w, out) -> w.publish(withEveryProperty(), out));

    assertThat(read.payload().readableBytes()).isEqualTo(1);
  }

  @Test
  void leavesTheBufferAsItWasWhenAPropertyCannotBeEncoded() {
    PublishProperties tooLong =
        PublishProperties.ofUser(List.of(new UserProperty("k", "v".repeat(65_536))));
    Message message = new Message(TOPIC, Payload.EMPTY, Qos.AT_MOST_ONCE, false, tooLong);
    ByteBuf out = Unpooled.buffer();

    assertThatThrownBy(
            () -> PacketWriter.MQTT_5.publish(delivery(message, Qos.AT_MOST_ONCE, 0), out))
        .hasMessageContaining("65,535");
    assertThat(out.readableBytes()).isZero();
  }

  /** One acknowledgement, the packet type it must be read back as, and how it is written. */
  private enum Acknowledgement {
    PUBACK(MqttMessageType.PUBACK) {
      @Override
      void write(PacketWriter writer, int id, ReasonCode reason, ByteBuf out) {
        writer.pubAck(new PubAck(id, reason), out);
      }
    },
    PUBREC(MqttMessageType.PUBREC) {
      @Override
      void write(PacketWriter writer, int id, ReasonCode reason, ByteBuf out) {
        writer.pubRec(new PubRec(id, reason), out);
      }
    },
    PUBREL(MqttMessageType.PUBREL) {
      @Override
      void write(PacketWriter writer, int id, ReasonCode reason, ByteBuf out) {
        writer.pubRel(new PubRel(id, reason), out);
      }
    },
    PUBCOMP(MqttMessageType.PUBCOMP) {
      @Override
      void write(PacketWriter writer, int id, ReasonCode reason, ByteBuf out) {
        writer.pubComp(new PubComp(id, reason), out);
      }
    };

    private final MqttMessageType type;

    Acknowledgement(MqttMessageType type) {
      this.type = type;
    }

    abstract void write(PacketWriter writer, int id, ReasonCode reason, ByteBuf out);
  }

  @ParameterizedTest
  @EnumSource(Acknowledgement.class)
  void acknowledgesSuccessInFourBytes(Acknowledgement acknowledgement) {
    for (PacketWriter writer : PacketWriter.values()) {
      ByteBuf bytes = Unpooled.buffer();
      acknowledgement.write(writer, 0xABCD, ReasonCode.SUCCESS, bytes);

      assertThat(bytes.readableBytes()).isEqualTo(4);
      assertReads(acknowledgement, writer, bytes, ReasonCode.SUCCESS);
    }
  }

  @ParameterizedTest
  @EnumSource(Acknowledgement.class)
  @Tag("MQTT-3.4.2-1")
  @Tag("MQTT-3.5.2-1")
  @Tag("MQTT-3.6.2-1")
  @Tag("MQTT-3.7.2-1")
  void acknowledgesWithAReasonOnlyToMqtt5(Acknowledgement acknowledgement) {
    ReasonCode reason = ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
    ByteBuf five = Unpooled.buffer();
    acknowledgement.write(PacketWriter.MQTT_5, 0xABCD, reason, five);
    assertReads(acknowledgement, PacketWriter.MQTT_5, five, reason);

    ByteBuf old = Unpooled.buffer();
    acknowledgement.write(PacketWriter.MQTT_3_1_1, 0xABCD, reason, old);
    assertThat(old.readableBytes()).isEqualTo(4);
  }

  private static void assertReads(
      Acknowledgement acknowledgement, PacketWriter writer, ByteBuf bytes, ReasonCode reason) {
    MqttMessage read = Decoding.one(writer == PacketWriter.MQTT_5, bytes);
    var header = (MqttPubReplyMessageVariableHeader) read.variableHeader();
    assertThat(read.fixedHeader().messageType()).isEqualTo(acknowledgement.type);
    assertThat(header.messageId()).isEqualTo(0xABCD);
    assertThat(Byte.toUnsignedInt(header.reasonCode())).isEqualTo(reason.code());
  }

  @Test
  @Tag("MQTT-3.9.3-1")
  @Tag("MQTT-3.9.3-2")
  @Tag("MQTT311-3.9.3-2")
  void answersSubscribeWithTheReasonOfEachItem() {
    SubAck packet =
        new SubAck(
            5,
            List.of(
                ReasonCode.SUCCESS,
                ReasonCode.GRANTED_QOS_1,
                ReasonCode.GRANTED_QOS_2,
                ReasonCode.NOT_AUTHORIZED));

    MqttSubAckMessage five =
        written(PacketWriter.MQTT_5, MqttSubAckMessage.class, (w, out) -> w.subAck(packet, out));
    assertThat(five.variableHeader().messageId()).isEqualTo(5);
    assertThat(five.payload().reasonCodes()).containsExactly(0, 1, 2, 0x87);

    MqttSubAckMessage old =
        written(
            PacketWriter.MQTT_3_1_1, MqttSubAckMessage.class, (w, out) -> w.subAck(packet, out));
    assertThat(old.payload().reasonCodes()).containsExactly(0, 1, 2, 0x80);
  }

  @Test
  void answersUnsubscribeWithReasonsOnlyToMqtt5() {
    UnsubAck packet =
        new UnsubAck(6, List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED));

    MqttUnsubAckMessage five =
        written(
            PacketWriter.MQTT_5, MqttUnsubAckMessage.class, (w, out) -> w.unsubAck(packet, out));
    assertThat(five.payload().unsubscribeReasonCodes()).containsExactly((short) 0, (short) 0x11);

    MqttMessage old =
        written(PacketWriter.MQTT_3_1_1, MqttMessage.class, (w, out) -> w.unsubAck(packet, out));
    assertThat(old.fixedHeader().remainingLength()).isEqualTo(2);
    assertThat(((MqttMessageIdAndPropertiesVariableHeader) old.variableHeader()).messageId())
        .isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(PacketWriter.class)
  void answersPing(PacketWriter writer) {
    MqttMessage read = written(writer, MqttMessage.class, (w, out) -> w.pingResp(out));

    assertThat(read.fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
  }

  @Test
  void disconnectsMqtt5WithAReason() {
    MqttMessage read =
        written(
            PacketWriter.MQTT_5,
            MqttMessage.class,
            (w, out) -> w.disconnect(ReasonCode.SESSION_TAKEN_OVER, "another came", out));

    var header = (MqttReasonCodeAndPropertiesVariableHeader) read.variableHeader();
    assertThat(read.fixedHeader().messageType()).isEqualTo(MqttMessageType.DISCONNECT);
    assertThat(Byte.toUnsignedInt(header.reasonCode())).isEqualTo(0x8E);
    assertThat(value(header.properties(), MqttProperties.REASON_STRING)).isEqualTo("another came");
  }

  @Test
  void writesAnAliasWithItsTopicAndThenInsteadOfIt() {
    Delivery delivery = delivery(message("x"), Qos.AT_LEAST_ONCE, 7);
    MqttPublishMessage first =
        written(
            PacketWriter.MQTT_5,
            MqttPublishMessage.class,
            (w, out) -> w.publish(delivery, new OutgoingAliases.Use(3, true), out));
    MqttPublishMessage second =
        written(
            PacketWriter.MQTT_5,
            MqttPublishMessage.class,
            (w, out) -> w.publish(delivery, new OutgoingAliases.Use(3, false), out));

    assertThat(first.variableHeader().topicName()).isEqualTo(TOPIC.value());
    assertThat(second.variableHeader().topicName()).isEmpty();
    for (MqttPublishMessage read : List.of(first, second)) {
      assertThat(value(read.variableHeader().properties(), MqttProperties.TOPIC_ALIAS))
          .isEqualTo(3);
      assertThat(read.variableHeader().packetId()).isEqualTo(7);
    }
  }

  @Test
  void disconnects311WithoutAWord() {
    ByteBuf out = Unpooled.buffer();

    PacketWriter.MQTT_3_1_1.disconnect(ReasonCode.SESSION_TAKEN_OVER, "another came", out);

    assertThat(out.readableBytes()).isZero();
  }

  private static Object value(MqttProperties properties, int identifier) {
    return properties.getProperty(identifier).value();
  }

  private static List<Object> values(MqttProperties properties, int identifier) {
    return properties.getProperties(identifier).stream()
        .<Object>map(property -> property.value())
        .toList();
  }
}
