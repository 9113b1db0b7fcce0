package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.SharedFilter;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.Optional;

/** Which topics a client may name: depth, the server's own '$' topics, its rights. */
final class TopicRules {
  private final int levelsMax;
  private final int bytesMax;
  private final Counters counters;

  TopicRules(BrokerLimits limits, BrokerOptions options, Counters counters) {
    this.levelsMax = limits.topicLevelsMax();
    this.bytesMax = options.topicBytesMax();
    this.counters = counters;
  }

  /**
   * Why the client may not publish the message, counted. A Response Topic is a topic that others
   * publish to on the client's behalf: it takes the same right.
   */
  Optional<ReasonCode> refusal(Rights rights, Message message) {
    Optional<ReasonCode> refusal = refusal(rights, message.topic());
    Optional<TopicName> responseTopic = message.properties().responseTopic();
    return refusal.isPresent() || responseTopic.isEmpty()
        ? refusal
        : refusal(rights, responseTopic.get());
  }

  private Optional<ReasonCode> refusal(Rights rights, TopicName topic) {
    if (topic.levelCount() > levelsMax || topic.utf8().length > bytesMax) {
      counters.refusedTopicTooDeep++;
      return Optional.of(ReasonCode.TOPIC_NAME_INVALID);
    }
    if (topic.isReserved()) {
      counters.refusedReservedTopic++;
      return Optional.of(ReasonCode.NOT_AUTHORIZED);
    }
    if (!rights.mayPublish(topic)) {
      counters.refusedNotAuthorized++;
      return Optional.of(ReasonCode.NOT_AUTHORIZED);
    }
    return Optional.empty();
  }

  /** Why the client may not subscribe to the filter as sent, counted. */
  Optional<ReasonCode> refusal(Rights rights, String filterAsSent) {
    Optional<TopicFilter> filter =
        SharedFilter.isMeant(filterAsSent)
            ? SharedFilter.parse(filterAsSent).map(SharedFilter::filter)
            : TopicFilter.parse(filterAsSent);
    if (filter.isEmpty()) {
      counters.refusedSubscriptions++;
      return Optional.of(ReasonCode.TOPIC_FILTER_INVALID);
    }
    if (filter.get().levelCount() > levelsMax || PacketSize.utf8(filter.get().value()) > bytesMax) {
      counters.refusedTopicTooDeep++;
      return Optional.of(ReasonCode.TOPIC_FILTER_INVALID);
    }
    Optional<ReasonCode> refusal = rights.refusal(filter.get());
    if (refusal.isPresent()) {
      counters.refusedNotAuthorized++;
    }
    return refusal;
  }
}
