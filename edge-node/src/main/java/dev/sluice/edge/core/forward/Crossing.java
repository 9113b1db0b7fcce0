package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.topic.TopicName;
import dev.sluice.uplink.ForwardedMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A message of the broker as one of the link, and back; payloads are shared, not copied. */
public final class Crossing {
  private static final long MS_PER_SECOND = 1_000;

  private Crossing() {}

  /** Its remaining time is the verdict's, from the moment of the verdict. */
  public static ForwardedMessage up(Verdict.Forward forward) {
    Message message = forward.message();
    return new ForwardedMessage(
        message.topic().value(),
        message.payload().bytes(),
        message.qos().level(),
        message.retain(),
        forward.maxAge().map(Duration::toMillis).map(OptionalLong::of).orElse(OptionalLong.empty()),
        properties(message.properties()));
  }

  private static ForwardedMessage.Properties properties(PublishProperties of) {
    if (of.equals(PublishProperties.NONE)) {
      return ForwardedMessage.Properties.NONE;
    }
    return new ForwardedMessage.Properties(
        of.payloadFormatIndicator(),
        of.contentType(),
        of.responseTopic().map(TopicName::value),
        of.correlationData().map(data -> new ForwardedMessage.Correlation(data.bytes())),
        of.userProperties().stream()
            .map(user -> new ForwardedMessage.UserProperty(user.name(), user.value()))
            .toList());
  }

  /**
   * With its topic of the cloud.
   *
   * @return empty when that topic, or the one for responses, is none of MQTT
   */
  static Optional<Message> down(ForwardedMessage forwarded) {
    Optional<TopicName> topic = TopicName.parse(forwarded.topic());
    Optional<TopicName> response = forwarded.properties().responseTopic().flatMap(TopicName::parse);
    if (topic.isEmpty()
        || response.isPresent() != forwarded.properties().responseTopic().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Message(
            topic.get(),
            Payload.of(forwarded.payload()),
            Qos.of(forwarded.qos()),
            forwarded.retain(),
            properties(forwarded, response)));
  }

  private static PublishProperties properties(
      ForwardedMessage forwarded, Optional<TopicName> response) {
    ForwardedMessage.Properties of = forwarded.properties();
    return new PublishProperties(
        of.payloadFormat(),
        seconds(forwarded.remainingMs()),
        of.contentType(),
        response,
        of.correlation().map(correlation -> Payload.of(correlation.bytes())),
        of.user().stream().map(user -> new UserProperty(user.name(), user.value())).toList());
  }

  /** Rounded up: nothing expires early. */
  private static OptionalLong seconds(OptionalLong ms) {
    return ms.isPresent()
        ? OptionalLong.of((ms.getAsLong() + MS_PER_SECOND - 1) / MS_PER_SECOND)
        : OptionalLong.empty();
  }
}
