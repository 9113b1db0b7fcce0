package dev.sluice.edge.core.forward;

import dev.sluice.mqtt.Qos;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the messages of some topics of this node.
 *
 * @param name unique, for metrics
 * @param destination empty when they stay here
 */
public record UpRule(
    String name,
    TopicFilter filter,
    Optional<Destination> destination,
    Selection selection,
    List<Redaction> redactions,
    OnUnparsable onUnparsable) {
  public UpRule {
    redactions = List.copyOf(redactions);
  }

  /**
   * Where they go, and how.
   *
   * @param lane index of the lane
   * @param qos of the publication in the cloud; empty = as published here
   * @param maxAge after which it is worth nothing any more; empty = never
   */
  public record Destination(
      TopicMapping mapping,
      int lane,
      Optional<Qos> qos,
      RetainFlag retain,
      Optional<Duration> maxAge) {
    public Destination {
      if (lane < 0) {
        throw new IllegalArgumentException("lane is not negative");
      }
    }
  }
}
