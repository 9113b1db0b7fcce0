package dev.sluice.mqtt;

import dev.sluice.topic.TopicName;

/**
 * Application Message: what a publisher handed over, free of any packet or connection.
 *
 * @param qos as published; each delivery is capped by its subscription
 * @param retain as published; deliveries decide their own RETAIN flag [MQTT-3.3.1-8]
 */
public record Message(
    TopicName topic, Payload payload, Qos qos, boolean retain, PublishProperties properties) {

  public static Message of(TopicName topic, Payload payload, Qos qos) {
    return new Message(topic, payload, qos, false, PublishProperties.NONE);
  }
}
