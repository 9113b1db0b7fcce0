package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every packet of the table comes to what the table says, and never to anything else. */
class PacketDecoderTest {
  private static final int ALIASES = RunningBroker.TOPIC_ALIASES;

  private final SeenPackets seen = new SeenPackets();
  private final PacketDecoder five = new PacketDecoder(seen, ProtocolVersion.MQTT_5, ALIASES);
  private final PacketDecoder old = new PacketDecoder(seen, ProtocolVersion.MQTT_3_1_1, ALIASES);

  static Stream<NamedPacket> packets() {
    return NamedPacket.all().stream().filter(packet -> !isForFrames(packet));
  }

  /** What never gets to a decoder. */
  private static boolean isForFrames(NamedPacket packet) {
    return packet
        .fault()
        .filter(
            kind ->
                kind == Malformation.NO_CONNECT
                    || kind == Malformation.REMAINING_LENGTH
                    || kind == Malformation.PACKET_TOO_LARGE)
        .isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packets")
  void readsOrRefusesAsTheTableSays(NamedPacket packet) {
    assertThat(faultOf(packet.bytes(), packet.version(), packet.isSentFirst()))
        .isEqualTo(packet.fault());
  }

  /** What the decoder of that version finds wrong with a whole packet. */
  private Optional<Malformation> faultOf(byte[] packet, ProtocolVersion version, boolean connect) {
    ByteBuf bytes = Unpooled.wrappedBuffer(packet);
    int body = 2;
    while (bytes.getByte(body - 1) < 0) {
      body++;
    }
    int header = bytes.getUnsignedByte(0);
    WireReader in = new WireReader(bytes, body, packet.length);
    try {
      if (connect) {
        new ConnectDecoder(256).read(header & 0x0F, in);
      } else {
        (version == ProtocolVersion.MQTT_5 ? five : old).decode(header, in);
      }
      return Optional.empty();
    } catch (MalformedPacketException malformed) {
      return Optional.of(malformed.kind());
    }
  }

  private Optional<Malformation> send(String hex) {
    return faultOf(RawClient.hex(hex), ProtocolVersion.MQTT_5, false);
  }

  @Test
  @Tag("MQTT-3.3.2-17")
  @Tag("MQTT-3.3.2-18")
  void keepsEveryPropertyOfAPublication() {
    send("3020 000174 1b 0101 020000000a 0300016a 08000172 090002ff00 2600016b000176 aa");
    Message message = seen.publications().get(0).message();

    assertThat(message.properties().payloadFormatIndicator()).hasValue(1);
    assertThat(message.properties().messageExpirySeconds()).hasValue(10);
    assertThat(message.properties().contentType()).contains("j");
    assertThat(message.properties().responseTopic()).contains(TopicName.of("r"));
    assertThat(message.properties().correlationData())
        .contains(Payload.of(new byte[] {(byte) 0xff, 0}));
    assertThat(message.properties().userProperties())
        .isEqualTo(List.of(new UserProperty("k", "v")));
  }

  @Test
  @Tag("MQTT-3.3.2-12")
  void anAliasStandsForTheTopicThatItWasSetTo() {
    send("3008 00026162 03230001");
    send("3006 0000 03230001");
    send("3007 000163 03230001");
    send("3006 0000 03230001");

    assertThat(seen.publications())
        .extracting(publish -> publish.message().topic().value())
        .containsExactly("ab", "ab", "c", "c");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "4003000110, PUBACK #1 NO_MATCHING_SUBSCRIBERS",
    "5003000197, PUBREC #1 QUOTA_EXCEEDED",
    "6203000192, PUBREL #1 PACKET_IDENTIFIER_NOT_FOUND",
    "70040001 9200, PUBCOMP #1 PACKET_IDENTIFIER_NOT_FOUND",
    "e000, DISCONNECT SUCCESS",
    "e00104, DISCONNECT DISCONNECT_WITH_WILL",
    "e0070005 1100000009, DISCONNECT SUCCESS PT9S"
  })
  void readsReasonCodesThatAnEndpointMayDrop(String packet, String words) {
    assertThat(send(packet)).isEmpty();
    assertThat(seen.take()).containsExactly(words);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void refusesAMutatedPacketByNameOrReadsItButNeverFails(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<NamedPacket> packets = packets().toList();
    for (int i = 0; i < 20_000; i++) {
      NamedPacket packet = packets.get(random.nextInt(packets.size()));
      byte[] mutated = mutated(packet.bytes(), random);
      ByteBuf bytes = Unpooled.wrappedBuffer(mutated);
      WireReader in = new WireReader(bytes, Math.min(2, mutated.length), mutated.length);
      try {
        if (packet.isSentFirst()) {
          new ConnectDecoder(256).read(mutated[0] & 0x0F, in);
        } else {
          (packet.version() == ProtocolVersion.MQTT_5 ? five : old)
              .decode(bytes.getUnsignedByte(0), in);
        }
      } catch (MalformedPacketException expected) {
        assertThat(expected.kind().reason().isError()).isTrue();
      } catch (RuntimeException fault) {
        throw new AssertionError("seed " + seed + " step " + i + " " + packet.name(), fault);
      }
    }
  }

  private static byte[] mutated(byte[] packet, SplittableRandom random) {
    int length = random.nextInt(4) == 0 ? 1 + random.nextInt(packet.length) : packet.length;
    byte[] mutated = java.util.Arrays.copyOf(packet, length);
    for (int i = random.nextInt(4); i > 0; i--) {
      mutated[random.nextInt(length)] = (byte) random.nextInt(256);
    }
    return mutated;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  @Tag("MQTT-1.5.4-1")
  void takesForUtf8WhatTheJdkTakesForIt(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int wellFormed = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] text = randomText(random);
      byte[] field = new byte[2 + text.length];
      field[1] = (byte) text.length;
      System.arraycopy(text, 0, field, 2, text.length);
      Optional<String> read = read(new WireReader(Unpooled.wrappedBuffer(field), 0, field.length));
      Optional<String> expected = decoded(text).filter(string -> string.indexOf('\0') < 0);
      assertThat(read).as("seed %d step %d", seed, i).isEqualTo(expected);
      wellFormed += read.isPresent() ? 1 : 0;
    }
    assertThat(wellFormed).isBetween(5_000, 45_000);
  }

  private static byte[] randomText(SplittableRandom random) {
    byte[] text = new byte[random.nextInt(5)];
    for (int i = 0; i < text.length; i++) {
      int[] likely = {'a', 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0x9f, 0xa0, random.nextInt(256)};
      text[i] = (byte) likely[random.nextInt(likely.length)];
    }
    return text;
  }

  private static Optional<String> read(WireReader in) {
    try {
      return Optional.of(in.string());
    } catch (MalformedPacketException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<String> decoded(byte[] text) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (CharacterCodingException illFormed) {
      return Optional.empty();
    }
  }

  @Test
  void everyKindOfMalformationIsInTheTable() {
    List<Malformation> inTable =
        NamedPacket.all().stream().flatMap(packet -> packet.fault().stream()).toList();

    assertThat(inTable).contains(Malformation.values());
    assertThat(Stream.of(Malformation.values()))
        .allSatisfy(kind -> assertThat(kind.reason()).isNotEqualTo(ReasonCode.SUCCESS));
  }
}
