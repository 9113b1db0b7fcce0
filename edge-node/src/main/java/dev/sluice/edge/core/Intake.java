package dev.sluice.edge.core;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicName;
import java.util.Optional;

/** Makes requests of messages: numbers them, reads their terms, and notes where to answer. */
final class Intake {
  private long nextId = 1;

  /** A message matched the route's own filter; empty when its result topic would be no topic. */
  Optional<InferenceRequest> match(Route route, Message message, long nowNanos) {
    return route
        .resultTopicOf(message.topic())
        .map(topic -> new Reply(topic, answerQos(message), Optional.empty(), Optional.empty()))
        .map(reply -> request(route, reply, message, nowNanos));
  }

  /** A message named the route. */
  InferenceRequest ask(Route route, ClientId requester, Message message, long nowNanos) {
    Optional<TopicName> responseTopic = message.properties().responseTopic();
    Reply reply =
        new Reply(
            responseTopic.orElseGet(() -> ResponseTopics.of(route.name(), requester)),
            answerQos(message),
            message.properties().correlationData(),
            responseTopic.isPresent() ? Optional.empty() : Optional.of(requester));
    return request(route, reply, message, nowNanos);
  }

  private InferenceRequest request(Route route, Reply reply, Message message, long nowNanos) {
    RequestTerms terms = RequestTerms.of(route, message.properties());
    return new InferenceRequest(nextId++, route, reply, nowNanos, terms);
  }

  /** Who asked with an acknowledgement is answered with one. */
  private static Qos answerQos(Message message) {
    return message.qos().min(Qos.AT_LEAST_ONCE);
  }
}
