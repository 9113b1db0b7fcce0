package dev.sluice.broker.durable;

import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import java.util.List;

/**
 * One subscription with its options.
 *
 * @param identifiers none or one
 */
public record SubscriptionTerms(
    TopicFilter filter,
    Qos maximumQos,
    boolean noLocal,
    boolean retainAsPublished,
    List<Integer> identifiers) {
  public SubscriptionTerms {
    identifiers = List.copyOf(identifiers);
  }
}
