package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the records say of one message that somebody is owed or whose topic retains it. */
public final class DurableMessage {
  private final MessageKept kept;
  private final Map<ClientId, Recipient> recipients = new LinkedHashMap<>(4);
  private final long place;
  private final long bytes;
  private boolean retained;

  DurableMessage(MessageKept kept, long place, long bytes) {
    this.kept = kept;
    this.place = place;
    this.bytes = bytes;
    this.retained = kept.retained();
    kept.recipients().forEach(recipient -> recipients.put(recipient.client(), recipient));
  }

  void change(ClientId client, UnaryOperator<Recipient> change) {
    recipients.computeIfPresent(client, (same, recipient) -> change.apply(recipient));
  }

  void settle(ClientId client) {
    recipients.remove(client);
  }

  void retainNoMore() {
    retained = false;
  }

  boolean isNeeded() {
    return retained || !recipients.isEmpty();
  }

  public long id() {
    return kept.id();
  }

  public Message message() {
    return kept.message();
  }

  public Optional<ClientId> publisher() {
    return kept.publisher();
  }

  public long expiresAtNanos() {
    return kept.expiresAtNanos();
  }

  public boolean retained() {
    return retained;
  }

  public Optional<Recipient> recipient(ClientId client) {
    return Optional.ofNullable(recipients.get(client));
  }

  List<Recipient> recipients() {
    return List.copyOf(recipients.values());
  }

  /** Where the log last wrote it. */
  public long place() {
    return place;
  }

  long bytes() {
    return bytes;
  }

  /** The record that says all of this again. */
  public MessageKept record() {
    return new MessageKept(
        kept.id(),
        kept.message(),
        kept.publisher(),
        kept.expiresAtNanos(),
        retained,
        0,
        recipients());
  }
}
