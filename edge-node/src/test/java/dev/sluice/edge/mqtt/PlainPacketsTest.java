package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ProtocolVersion;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Netty's decoder is the oracle: what is taken as plain is what it would have read. */
class PlainPacketsTest {
  private final SeenPackets seen = new SeenPackets();

  /** Offers a packet with a one-byte length; whether it was taken. */
  private boolean offer(PlainPackets plain, byte[] packet) {
    ByteBuf bytes = Unpooled.wrappedBuffer(packet);
    return plain.take(bytes.getUnsignedByte(0), bytes, 2, packet.length - 2);
  }

  private PlainPackets packets(ProtocolVersion version) {
    return new PlainPackets(seen, version);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "3005000174aabb, PUBLISH t q0 #0 falsefalse [aabb]",
    "31030001 74, PUBLISH t q0 #0 falsetrue []",
    "3b06000174 0102 aa, PUBLISH t q1 #258 truetrue [aa]",
    "3406000174 0007 aa, PUBLISH t q2 #7 falsefalse [aa]",
    "3004 0002 c3a4, PUBLISH ä q0 #0 falsefalse []",
    "40020001, PUBACK #1",
    "5002ffff, PUBREC #65535",
    "62020001, PUBREL #1",
    "70020001, PUBCOMP #1"
  })
  void takesWhatIsPlain(String packet, String expected) {
    assertThat(offer(packets(ProtocolVersion.MQTT_3_1_1), RawClient.hex(packet))).isTrue();
    assertThat(seen.take()).containsExactly(expected);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "3600 ",
        "36060001740001aa",
        "38030001 74",
        "3206000174 0000 aa",
        "3204000174 00",
        "3000",
        "300100",
        "30020000",
        "3003000261",
        "30030001 2b",
        "30030001 23",
        "30030001 00",
        "3004 0002 c080",
        "3005 0003 eda080",
        "40020000",
        "4003000100",
        "41020001",
        "60020001",
        "c000",
        "8206000100017401"
      })
  void declinesWhatIsNotPlainAndTouchesNothing(String packet) {
    assertThat(offer(packets(ProtocolVersion.MQTT_3_1_1), RawClient.hex(packet))).isFalse();
    assertThat(seen.take()).isEmpty();
  }

  @Test
  void takesAnMqtt5PublishOnlyWithoutProperties() {
    PlainPackets plain = packets(ProtocolVersion.MQTT_5);

    assertThat(offer(plain, RawClient.hex("3005 000174 00 aa"))).isTrue();
    assertThat(offer(plain, RawClient.hex("3007 000174 020101 aa"))).isFalse();
    assertThat(offer(plain, RawClient.hex("3003 000174"))).isFalse();
    assertThat(seen.take()).containsExactly("PUBLISH t q0 #0 falsefalse [aa]");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void readsWhatTheDecoderWouldHaveRead(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean mqtt5 = random.nextBoolean();
    PlainPackets plain = packets(mqtt5 ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1);
    EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder(1_000));
    decoder.writeInbound(Decoding.connect(mqtt5));
    decoder.<MqttMessage>readInbound();
    int takenCount = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] packet = randomPacket(random);
      seen.take();
      if (offer(plain, packet)) {
        takenCount++;
        decoder.writeInbound(Unpooled.wrappedBuffer(packet));
        assertThat(seen.take())
            .as("seed %d: %s", seed, ByteBufUtil.hexDump(packet))
            .containsExactly(words(decoder.readInbound()));
      }
    }
    assertThat(takenCount).as("plain packets among the random ones").isGreaterThan(100);
  }

  /** Often nearly right: a short topic of few letters, then anything. */
  private static byte[] randomPacket(SplittableRandom random) {
    byte[] body = new byte[random.nextInt(12)];
    String likely = "\0\0\1\2\3aab/";
    for (int i = 0; i < body.length; i++) {
      boolean anything = random.nextInt(12) == 0;
      body[i] =
          (byte) (anything ? random.nextInt(256) : likely.charAt(random.nextInt(likely.length())));
    }
    if (body.length > 0 && random.nextInt(8) > 0) {
      body[0] = 0;
    }
    byte[] packet = new byte[2 + body.length];
    int type = random.nextInt(3) == 0 ? 4 + random.nextInt(4) : 3;
    packet[0] = (byte) (type << 4 | random.nextInt(16));
    packet[1] = (byte) body.length;
    System.arraycopy(body, 0, packet, 2, body.length);
    return packet;
  }

  private static String words(MqttMessage packet) {
    assertThat(packet.decoderResult().isSuccess()).as("well formed").isTrue();
    if (packet instanceof MqttPublishMessage publish) {
      String payload = ByteBufUtil.hexDump(publish.payload());
      publish.release();
      int qos = publish.fixedHeader().qosLevel().value();
      return SeenPackets.publish(
          publish.variableHeader().topicName(),
          qos,
          qos == 0 ? 0 : publish.variableHeader().packetId(),
          publish.fixedHeader().isDup(),
          publish.fixedHeader().isRetain(),
          payload);
    }
    int packetId = ((MqttPubReplyMessageVariableHeader) packet.variableHeader()).messageId();
    return packet.fixedHeader().messageType() + " #" + packetId;
  }
}
