package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PayloadFormatTest {
  private final TestBroker checking =
      new TestBroker(new BrokerOptions(true, Duration.ZERO, 65_535, 1_000, "test"));

  private static Message message(int format, byte[] payload, Qos qos) {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.of(format),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Message(TopicName.of("t"), Payload.of(payload), qos, false, properties);
  }

  private static final byte[] BROKEN = {'a', (byte) 0xc0, (byte) 0x80};

  @Test
  void refusesAPayloadThatIsNotWhatItSays() {
    TestClient client = checking.connect("c").subscribe("t", 0).forget();
    client.publish(message(1, BROKEN, Qos.AT_MOST_ONCE));
    client.publish(message(1, BROKEN, Qos.AT_LEAST_ONCE));
    client.publish(message(1, BROKEN, Qos.EXACTLY_ONCE));

    assertThat(client.packets())
        .containsExactly("PUBACK #2 PAYLOAD_FORMAT_INVALID", "PUBREC #3 PAYLOAD_FORMAT_INVALID");
    assertThat(checking.stats().refusedPayloadFormat()).isEqualTo(3);
  }

  @Test
  void takesWhatIsUtf8AndWhatDoesNotSayThatItIs() {
    TestClient client = checking.connect("c").subscribe("t", 0).forget();
    client.publish(message(1, new byte[] {(byte) 0xc3, (byte) 0xa4}, Qos.AT_MOST_ONCE));
    client.publish(message(0, BROKEN, Qos.AT_MOST_ONCE));

    assertThat(client.deliveries()).hasSize(2);
  }

  @Test
  void doesNotLookUnlessAsked() {
    TestBroker plain = new TestBroker();
    TestClient client = plain.connect("c").subscribe("t", 0).forget();
    client.publish(message(1, BROKEN, Qos.AT_MOST_ONCE));

    assertThat(client.deliveries()).hasSize(1);
  }
}
