package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;

/**
 * A session that is owed a message, as far as it has to be known without reading the message.
 *
 * @param packetId of a QoS 2 delivery that may have been sent, else 0
 * @param received whether the client has answered it with PUBREC
 */
public record Addressee(ClientId client, int packetId, boolean received) {
  static Addressee of(Recipient recipient) {
    return new Addressee(recipient.client(), recipient.packetId(), recipient.received());
  }
}
