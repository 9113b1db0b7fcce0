package dev.sluice.broker;

import dev.sluice.broker.durable.QueueClass;
import dev.sluice.topic.TopicFilter;

/**
 * How messages of some topics wait.
 *
 * @param priority 0 to 9, of those whose senders name none
 */
public record TopicTreatment(TopicFilter topics, int priority, WhenFull whenFull) {
  public TopicTreatment {
    if (!QueueClass.isPriority(priority)) {
      throw new IllegalArgumentException("priority must be 0 to 9, not " + priority);
    }
  }
}
