package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class CrossingTest {
  private static Message message(OptionalLong expirySeconds) {
    return new Message(
        TopicName.of("a/b"),
        Payload.utf8("21"),
        Qos.EXACTLY_ONCE,
        true,
        new PublishProperties(
            OptionalInt.of(1),
            expirySeconds,
            Optional.of("text/plain"),
            Optional.of(TopicName.of("answers")),
            Optional.of(Payload.utf8("id")),
            List.of(new UserProperty("u", "1"), new UserProperty("u", "2"))));
  }

  @Test
  void nothingThatAMessageSaysIsLostOnTheWayUpAndDown() {
    Verdict.Forward forward =
        new Verdict.Forward(0, message(OptionalLong.of(60)), Optional.of(Duration.ofMillis(1_500)));

    ForwardedMessage up = Crossing.up(forward);

    assertThat(up.remainingMs()).hasValue(1_500);
    assertThat(Crossing.down(up)).contains(message(OptionalLong.of(2)));
  }

  @Test
  void aMessageWithoutPropertiesHasNoneAfterwards() {
    Message plain = Rules.message("a", "1");
    ForwardedMessage up = Crossing.up(new Verdict.Forward(0, plain, Optional.empty()));

    assertThat(up.properties()).isSameAs(ForwardedMessage.Properties.NONE);
    assertThat(up.remainingMs()).isEmpty();
    assertThat(Crossing.down(up)).contains(plain);
  }

  @Test
  void whatIsNoTopicHereDoesNotComeDown() {
    ForwardedMessage up =
        Crossing.up(new Verdict.Forward(0, message(OptionalLong.empty()), Optional.empty()));

    assertThat(Crossing.down(renamed(up, "a/+", "answers"))).isEmpty();
    assertThat(Crossing.down(renamed(up, "a", "answers/#"))).isEmpty();
    assertThat(Crossing.down(renamed(up, "a", "answers"))).isPresent();
  }

  private static ForwardedMessage renamed(ForwardedMessage of, String topic, String response) {
    ForwardedMessage.Properties properties =
        new ForwardedMessage.Properties(
            of.properties().payloadFormat(),
            of.properties().contentType(),
            Optional.of(response),
            of.properties().correlation(),
            of.properties().user());
    return new ForwardedMessage(
        topic, of.payload(), of.qos(), of.retain(), of.remainingMs(), properties);
  }
}
