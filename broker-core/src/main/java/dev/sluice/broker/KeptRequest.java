package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;

/**
 * A message that a consumer inside the process has to answer, and that the journal has until it
 * does.
 *
 * @param publisher who asked
 * @param acceptedNanos when, on the node's own clock
 */
public record KeptRequest(Ref ref, ClientId publisher, Message message, long acceptedNanos) {
  /**
   * Names one among all that the journal keeps.
   *
   * @param consumer as in {@link BrokerCore#subscribeInternal(int, dev.sluice.topic.TopicFilter,
   *     String)}
   * @param id of the message
   */
  public record Ref(String consumer, long id) {}
}
