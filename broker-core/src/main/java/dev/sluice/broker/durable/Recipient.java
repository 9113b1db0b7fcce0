package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import java.util.List;

/**
 * A session that is owed a message, and how it shall see it.
 *
 * @param qos of the delivery, 1 or 2
 * @param retain the RETAIN flag of the delivery
 * @param identifiers of the matching subscriptions
 * @param packetId of a QoS 2 delivery that may have been sent, else 0
 * @param received whether the client has answered it with PUBREC
 */
public record Recipient(
    ClientId client,
    Qos qos,
    boolean retain,
    List<Integer> identifiers,
    int packetId,
    boolean received) {
  public Recipient {
    identifiers = List.copyOf(identifiers);
  }

  /** One that nothing was sent to yet. */
  public static Recipient waiting(
      ClientId client, Qos qos, boolean retain, List<Integer> identifiers) {
    return new Recipient(client, qos, retain, identifiers, 0, false);
  }

  /** With what is known of it by now. */
  public Recipient as(Addressee addressee) {
    return new Recipient(
        client, qos, retain, identifiers, addressee.packetId(), addressee.received());
  }
}
