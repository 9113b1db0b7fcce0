package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicFilter;
import java.util.List;

/**
 * What new rights have taken away.
 *
 * @param closed clients that may not be connected any more
 * @param removed subscriptions, of connected clients and others
 * @param willsDropped Wills that will not be published
 */
public record RightsChange(List<ClientId> closed, List<Removed> removed, int willsDropped) {
  public RightsChange {
    closed = List.copyOf(closed);
    removed = List.copyOf(removed);
  }

  /** One subscription that its client may not have any more. */
  public record Removed(ClientId client, TopicFilter filter) {}
}
