package dev.sluice.mqtt;

import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Properties of an MQTT 5 PUBLISH that travel with the message; a 3.1.1 publisher has {@link
 * #NONE}.
 *
 * @param payloadFormatIndicator 0 (bytes) or 1 (UTF-8), when the publisher said so
 * @param messageExpirySeconds lifetime, counted from the moment the message was accepted
 * @param contentType as sent
 * @param responseTopic as sent, already validated as a Topic Name
 * @param correlationData as sent
 * @param userProperties in the order of the packet
 */
public record PublishProperties(
    OptionalInt payloadFormatIndicator,
    OptionalLong messageExpirySeconds,
    Optional<String> contentType,
    Optional<TopicName> responseTopic,
    Optional<Payload> correlationData,
    List<UserProperty> userProperties) {

  public static final PublishProperties NONE =
      new PublishProperties(
          OptionalInt.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public PublishProperties {
    userProperties = List.copyOf(userProperties);
  }

  /** Only User Properties: what answers carry. */
  public static PublishProperties ofUser(List<UserProperty> userProperties) {
    return new PublishProperties(
        OptionalInt.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        userProperties);
  }

  /** The value of the first User Property of that name. */
  public Optional<String> user(String name) {
    for (UserProperty property : userProperties) {
      if (property.name().equals(name)) {
        return Optional.of(property.value());
      }
    }
    return Optional.empty();
  }
}
