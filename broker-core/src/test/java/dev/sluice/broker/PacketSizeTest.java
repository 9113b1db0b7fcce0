package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, counted by hand from the tables of sections 1.5 and 3.3. */
class PacketSizeTest {
  private static long publish311(int payload, Qos qos) {
    Message message = Message.of(TopicName.of("ab"), Payload.of(new byte[payload]), qos);
    return PacketSize.publish(message, 0, qos, List.of(), ProtocolVersion.MQTT_3_1_1);
  }

  @ParameterizedTest
  @CsvSource({"0,6", "123,129", "124,131", "16379,16386", "16380,16388"})
  void countsTheLengthFieldAsItGrows(int payload, long expected) {
    assertThat(publish311(payload, Qos.AT_MOST_ONCE)).isEqualTo(expected);
  }

  @Test
  void countsThePacketIdentifier() {
    assertThat(publish311(0, Qos.AT_LEAST_ONCE)).isEqualTo(8);
  }

  @Test
  void countsEveryProperty() {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.of(1),
            OptionalLong.of(60),
            Optional.of("text"),
            Optional.of(TopicName.of("r")),
            Optional.of(Payload.utf8("123")),
            List.of(new UserProperty("k", "vv"), new UserProperty("", "")));
    int bytes = 2 + 5 + (3 + 4) + (3 + 1) + (3 + 3) + (5 + 3) + 5;
    assertThat(PacketSize.properties(properties)).isEqualTo(bytes);
    Message message =
        new Message(TopicName.of("ab"), Payload.EMPTY, Qos.AT_MOST_ONCE, false, properties);
    assertThat(
            PacketSize.publish(
                message, bytes, Qos.AT_MOST_ONCE, List.of(1, 200), ProtocolVersion.MQTT_5))
        .isEqualTo(2 + 4 + 1 + bytes + (1 + 1) + (1 + 2));
    assertThat(PacketSize.properties(PublishProperties.NONE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "ä", "€", "\uD83D\uDE00", "aä€\uD83D\uDE00z"})
  void measuresTextInUtf8(String text) {
    assertThat(PacketSize.utf8(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }
}
