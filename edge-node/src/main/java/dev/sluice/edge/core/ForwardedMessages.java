package dev.sluice.edge.core;

import dev.sluice.edge.core.forward.Verdict;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Correlation;
import dev.sluice.uplink.ForwardedMessage.UserProperty;
import java.util.OptionalLong;

/** The broker's messages as they travel between edge and cloud. */
final class ForwardedMessages {
  private ForwardedMessages() {}

  /** Its time is kept beside it. */
  static ForwardedMessage of(Verdict.Forward forward) {
    Message message = forward.message();
    return new ForwardedMessage(
        message.topic().value(),
        message.payload().bytes(),
        message.qos().level(),
        message.retain(),
        forward.priority(),
        OptionalLong.empty(),
        properties(message.properties()));
  }

  private static ForwardedMessage.Properties properties(PublishProperties properties) {
    if (properties.equals(PublishProperties.NONE)) {
      return ForwardedMessage.Properties.NONE;
    }
    return new ForwardedMessage.Properties(
        properties.payloadFormatIndicator(),
        properties.contentType(),
        properties.responseTopic().map(topic -> topic.value()),
        properties.correlationData().map(data -> new Correlation(data.bytes())),
        properties.userProperties().stream()
            .map(property -> new UserProperty(property.name(), property.value()))
            .toList());
  }
}
