package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.mqtt.ClientId;
import java.util.Optional;

/**
 * A kept message as one session is owed it.
 *
 * @param kept as it was last written, with recipients that may have it by now
 */
public record OwedMessage(MessageKept kept, Recipient recipient) {

  /** Empty when the record does not speak of that session. */
  public static Optional<OwedMessage> of(MessageKept kept, ClientId client) {
    return kept.recipients().stream()
        .filter(recipient -> recipient.client().equals(client))
        .findFirst()
        .map(recipient -> new OwedMessage(kept, recipient));
  }
}
