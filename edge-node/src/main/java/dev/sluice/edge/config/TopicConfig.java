package dev.sluice.edge.config;

import dev.sluice.broker.TopicTreatment;
import dev.sluice.broker.WhenFull;
import dev.sluice.topic.TopicFilter;

/**
 * How messages of some topics wait; what each means stands in {@link TopicTreatment}.
 *
 * @param topic a filter
 */
public record TopicConfig(String topic, int priority, WhenFull whenFull) {
  public TopicTreatment treatment() {
    return new TopicTreatment(TopicFilter.of(topic), priority, whenFull);
  }
}
