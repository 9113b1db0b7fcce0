package dev.sluice.broker;

import java.time.Duration;

/**
 * What the specification leaves to the server.
 *
 * @param payloadFormatChecked whether a payload that says it is UTF-8 and is not is refused
 *     (section 3.3.2.3.2)
 * @param systemInterval between two publications of the {@code $SYS} topics; zero for none
 * @param version what {@code $SYS/broker/version} says
 */
public record BrokerOptions(boolean payloadFormatChecked, Duration systemInterval, String version) {
  /** Nothing is checked, nothing is published. */
  public static final BrokerOptions PLAIN = new BrokerOptions(false, Duration.ZERO, "");

  public BrokerOptions {
    if (systemInterval.isNegative()) {
      throw new IllegalArgumentException(
          "systemInterval must not be negative, as " + systemInterval + " is");
    }
  }
}
