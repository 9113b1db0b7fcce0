package dev.sluice.broker;

import dev.sluice.topic.TopicName;
import java.time.Duration;

/**
 * What the specification leaves to the server.
 *
 * @param payloadFormatChecked whether a payload that says it is UTF-8 and is not is refused
 *     (section 3.3.2.3.2)
 * @param systemInterval between two publications of the {@code $SYS} topics; zero for none
 * @param topicBytesMax longest Topic Name or Filter in bytes
 * @param subscriptionsMax filters of all sessions together
 * @param version what {@code $SYS/broker/version} says
 */
public record BrokerOptions(
    boolean payloadFormatChecked,
    Duration systemInterval,
    int topicBytesMax,
    int subscriptionsMax,
    String version) {
  /** Nothing is checked, nothing is published, the protocol's own limits hold. */
  public static final BrokerOptions PLAIN =
      new BrokerOptions(false, Duration.ZERO, TopicName.MAX_BYTES, Integer.MAX_VALUE, "");

  public BrokerOptions {
    if (systemInterval.isNegative()) {
      throw new IllegalArgumentException(
          "systemInterval must not be negative, as " + systemInterval + " is");
    }
    if (topicBytesMax < 1 || subscriptionsMax < 1) {
      throw new IllegalArgumentException("topicBytesMax and subscriptionsMax must be at least 1");
    }
  }
}
