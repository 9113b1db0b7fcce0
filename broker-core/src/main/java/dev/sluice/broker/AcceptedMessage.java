package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A message that the broker has taken responsibility for; shared by everything that holds it.
 *
 * @param publisher empty for messages of the server itself
 * @param expiresAtNanos {@link Deadlines#NEVER} without Message Expiry
 * @param propertyBytes encoded size of its properties
 * @param sequence number of the journal's record that keeps it; 0 when it is in memory only
 * @param queueClass how it waits wherever it has to
 * @param level what has to have it, unless its topic says otherwise
 * @param waits whether nobody may see it before that record is durable, whatever its QoS
 * @param holders of this message, under whatever number it is kept
 */
record AcceptedMessage(
    Message message,
    Optional<ClientId> publisher,
    long expiresAtNanos,
    int propertyBytes,
    long sequence,
    QueueClass queueClass,
    KeepLevel level,
    boolean waits,
    Holders holders) {

  /** Charged per held message beside its own bytes: headers and bookkeeping. */
  static final int OVERHEAD_BYTES = 32;

  static AcceptedMessage of(
      Message message, Optional<ClientId> publisher, QueueClass queueClass, long nowNanos) {
    return of(message, publisher, queueClass, KeepLevel.DISK, nowNanos);
  }

  static AcceptedMessage of(
      Message message,
      Optional<ClientId> publisher,
      QueueClass queueClass,
      KeepLevel level,
      long nowNanos) {
    PublishProperties properties = message.properties();
    OptionalLong lifetime = properties.messageExpirySeconds();
    long expiresAt = Deadlines.NEVER;
    if (lifetime.isPresent()) {
      long deadline = nowNanos + TimeUnit.SECONDS.toNanos(lifetime.getAsLong());
      expiresAt = deadline < nowNanos ? Deadlines.NEVER : deadline;
    }
    return new AcceptedMessage(
        message,
        publisher,
        expiresAt,
        PacketSize.properties(properties),
        0,
        queueClass,
        level,
        false,
        new Holders());
  }

  /** As the journal has it. */
  static AcceptedMessage restored(MessageKept kept) {
    return new AcceptedMessage(
        kept.message(),
        kept.publisher(),
        kept.expiresAtNanos(),
        PacketSize.properties(kept.message().properties()),
        kept.id(),
        kept.queueClass(),
        KeepLevel.DISK,
        false,
        new Holders());
  }

  AcceptedMessage keptAs(long newSequence) {
    return new AcceptedMessage(
        message,
        publisher,
        expiresAtNanos,
        propertyBytes,
        newSequence,
        queueClass,
        level,
        false,
        holders);
  }

  /** The same, which nobody may see before the journal has that record. */
  AcceptedMessage waitingFor(long newSequence) {
    return new AcceptedMessage(
        message,
        publisher,
        expiresAtNanos,
        propertyBytes,
        newSequence,
        queueClass,
        level,
        true,
        holders);
  }

  /** Whether its publisher is told that it was accepted. */
  boolean isAcknowledged() {
    return message.qos() != Qos.AT_MOST_ONCE;
  }

  boolean isExpired(long nowNanos) {
    return nowNanos >= expiresAtNanos;
  }

  /**
   * What is left of the Message Expiry [MQTT-3.3.2-6]: a started second counts whole, so that only
   * an expired message says 0. Beyond 68 years it says 68 years.
   */
  OptionalInt remainingSeconds(long nowNanos) {
    if (expiresAtNanos == Deadlines.NEVER) {
      return OptionalInt.empty();
    }
    long left = Math.max(0, expiresAtNanos - nowNanos);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(left + TimeUnit.SECONDS.toNanos(1) - 1);
    return OptionalInt.of((int) Math.min(seconds, Integer.MAX_VALUE));
  }

  /** What the message costs whoever holds it: queues, retained state, transmit credit. */
  int bytes() {
    return message.topic().utf8().length
        + message.payload().size()
        + propertyBytes
        + OVERHEAD_BYTES;
  }
}
