package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.Optional;

/** Which topics a client may name: depth, the server's own '$' topics, its rights. */
final class TopicRules {
  private static final String SHARE_PREFIX = "$share/";

  private final int levelsMax;
  private final Counters counters;

  TopicRules(BrokerLimits limits, Counters counters) {
    this.levelsMax = limits.topicLevelsMax();
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
    if (topic.levelCount() > levelsMax) {
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
    if (filterAsSent.startsWith(SHARE_PREFIX)) {
      counters.refusedSubscriptions++;
      return Optional.of(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
    }
    Optional<TopicFilter> filter = TopicFilter.parse(filterAsSent);
    if (filter.isEmpty()) {
      counters.refusedSubscriptions++;
      return Optional.of(ReasonCode.TOPIC_FILTER_INVALID);
    }
    if (filter.get().levelCount() > levelsMax) {
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
