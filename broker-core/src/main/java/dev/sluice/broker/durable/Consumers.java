package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;

/**
 * Names of consumers inside the process among those who are owed messages. No client has such a
 * name: U+0000 is in no packet [MQTT-1.5.4-2], and a CONNECT that has it is refused.
 */
public final class Consumers {
  private static final char MARK = '\u0000';

  private Consumers() {}

  public static ClientId named(String name) {
    return new ClientId(MARK + name);
  }

  public static boolean isOne(ClientId client) {
    return client.value().charAt(0) == MARK;
  }

  /**
   * @param consumer is one
   */
  public static String nameOf(ClientId consumer) {
    return consumer.value().substring(1);
  }
}
