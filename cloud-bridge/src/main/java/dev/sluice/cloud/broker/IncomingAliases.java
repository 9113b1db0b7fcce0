package dev.sluice.cloud.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The topics that one connection's Topic Aliases stand for (section 3.3.2.3.4). */
final class IncomingAliases {
  private final Map<Integer, String> topics = new HashMap<>();

  /** Empty when the alias stands for nothing: the broker ends such a connection. */
  Optional<String> topicOf(MqttPublishMessage publish) {
    String topic = publish.variableHeader().topicName();
    MqttProperties.MqttProperty<?> alias =
        publish.variableHeader().properties().getProperty(MqttPropertyType.TOPIC_ALIAS.value());
    if (alias == null) {
      return Optional.of(topic);
    }
    int number = (Integer) alias.value();
    if (!topic.isEmpty()) {
      topics.put(number, topic);
    }
    return Optional.ofNullable(topics.get(number));
  }
}
