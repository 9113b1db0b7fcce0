package dev.sluice.mqtt;

import java.util.List;
import java.util.OptionalInt;

/**
 * SUBSCRIBE; one reason code per item answers it, in order [MQTT-3.8.4-6].
 *
 * @param subscriptionIdentifier MQTT 5 only
 */
public record Subscribe(int packetId, List<Item> items, OptionalInt subscriptionIdentifier) {
  public Subscribe {
    items = List.copyOf(items);
  }

  /**
   * One Topic Filter and its Subscription Options; the filter is as sent, not yet validated.
   *
   * @param retainHandling when retained messages are sent
   */
  public record Item(
      String filter,
      Qos qos,
      boolean noLocal,
      boolean retainAsPublished,
      RetainHandling retainHandling) {}

  /** Retain Handling [MQTT-3.8.3.1]; in the order of the wire values. */
  public enum RetainHandling {
    SEND_AT_SUBSCRIBE,
    SEND_IF_NEW,
    DO_NOT_SEND
  }
}
