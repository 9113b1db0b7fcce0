package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.MessageKept;
import dev.sluice.mqtt.ClientId;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;

/**
 * What has to be known of a kept message while it stays on disk.
 *
 * @param retainedOn the topic that retains it, empty when none does
 * @param publisher only together with a Packet Identifier
 * @param incomingPacketId as in {@link MessageKept}
 * @param queueClass how it waits
 * @param mark as in {@link MessageKept}
 */
public record MessageHead(
    long id,
    Optional<TopicName> retainedOn,
    Optional<ClientId> publisher,
    int incomingPacketId,
    List<Addressee> addressees,
    QueueClass queueClass,
    Optional<SourceMark> mark) {
  public MessageHead {
    addressees = List.copyOf(addressees);
  }

  public static MessageHead of(MessageKept kept) {
    return new MessageHead(
        kept.id(),
        kept.retained() ? Optional.of(kept.message().topic()) : Optional.empty(),
        kept.incomingPacketId() == 0 ? Optional.empty() : kept.publisher(),
        kept.incomingPacketId(),
        addressees(kept.recipients()),
        kept.queueClass(),
        kept.mark());
  }

  /** Mostly one. */
  private static List<Addressee> addressees(List<Recipient> recipients) {
    if (recipients.size() == 1) {
      return List.of(Addressee.of(recipients.get(0)));
    }
    return recipients.stream().map(Addressee::of).toList();
  }
}
