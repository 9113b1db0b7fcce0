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
  Optional<InferenceRequest> match(Route route, Message message, Origin origin) {
    return replyToMatch(route, message, origin)
        .map(reply -> request(route, reply, message, origin));
  }

  /** Where a message that matched is answered; empty when its result topic would be no topic. */
  static Optional<Reply> replyToMatch(Route route, Message message, Origin origin) {
    return route
        .resultTopicOf(message.topic())
        .map(
            topic ->
                new Reply(
                    topic,
                    answerQos(message, origin),
                    Optional.empty(),
                    Optional.empty(),
                    origin.kept()));
  }

  /** A message named the route. */
  InferenceRequest ask(Route route, ClientId requester, Message message, Origin origin) {
    return request(route, replyToAsker(route, requester, message, origin), message, origin);
  }

  /** Where a message that named the route is answered. */
  static Reply replyToAsker(Route route, ClientId requester, Message message, Origin origin) {
    Optional<TopicName> responseTopic = message.properties().responseTopic();
    return new Reply(
        responseTopic.orElseGet(() -> ResponseTopics.of(route.name(), requester)),
        answerQos(message, origin),
        message.properties().correlationData(),
        responseTopic.isPresent() ? Optional.empty() : Optional.of(requester),
        origin.kept());
  }

  private InferenceRequest request(Route route, Reply reply, Message message, Origin origin) {
    RequestTerms terms = RequestTerms.of(route, message.properties());
    return new InferenceRequest(nextId++, route, reply, origin.arrivalNanos(), terms);
  }

  /**
   * Who asked with an acknowledgement is answered with one; who asked exactly once is answered so
   * where that can be promised.
   */
  private static Qos answerQos(Message message, Origin origin) {
    return origin.kept().isPresent() ? message.qos() : message.qos().min(Qos.AT_LEAST_ONCE);
  }
}
