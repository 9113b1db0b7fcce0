package dev.sluice.broker.durable;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One change of what must outlive the process; a closed family, exhausted through {@link Visitor}.
 *
 * <p>Each record sets or removes something that it names, so that repeating the end of a log in
 * order changes nothing. Times are points on the node's own clock, which goes on where it stopped
 * when the process starts again; {@link #NEVER} is no such point.
 */
public sealed interface DurableRecord {
  long NEVER = Long.MAX_VALUE;

  <R> R accept(Visitor<R> visitor);

  /** One method per record. */
  interface Visitor<R> {
    R sessionOpened(SessionOpened opened);

    R sessionDetached(SessionDetached detached);

    R sessionEnded(SessionEnded ended);

    R sessionKept(SessionKept kept);

    R willCleared(WillCleared cleared);

    R subscribed(Subscribed subscribed);

    R unsubscribed(Unsubscribed unsubscribed);

    R messageKept(MessageKept kept);

    R settled(Settled settled);

    R retainedCleared(RetainedCleared cleared);

    R incomingRemembered(IncomingRemembered remembered);

    R incomingReleased(IncomingReleased released);

    R outgoingAssigned(OutgoingAssigned assigned);

    R outgoingReceived(OutgoingReceived received);

    R answered(Answered answered);

    R enqueued(Enqueued enqueued);

    R taken(Taken taken);
  }

  /**
   * A client connected to a session that outlives its connections, new or resumed.
   *
   * @param expiry how long the session lives without connection
   * @param owner nobody where nothing was proved, and in journals from before owners were kept
   */
  record SessionOpened(ClientId client, Duration expiry, Optional<Will> will, Optional<Owner> owner)
      implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sessionOpened(this);
    }
  }

  /** The session's connection is gone. */
  record SessionDetached(ClientId client, long endsAtNanos, long willDueNanos)
      implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sessionDetached(this);
    }
  }

  /** Nothing of the session is left, nor of what it was owed. */
  record SessionEnded(ClientId client) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sessionEnded(this);
    }
  }

  /**
   * A session as a whole, but for the messages that it is owed: written again so that older records
   * of it can be dropped.
   *
   * @param incoming Packet Identifiers between PUBREC and PUBREL
   */
  record SessionKept(
      ClientId client,
      Duration expiry,
      Optional<Will> will,
      boolean connected,
      long endsAtNanos,
      long willDueNanos,
      List<SubscriptionTerms> subscriptions,
      List<Integer> incoming,
      Optional<Owner> owner)
      implements DurableRecord {
    public SessionKept {
      subscriptions = List.copyOf(subscriptions);
      incoming = List.copyOf(incoming);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.sessionKept(this);
    }
  }

  /** The Will was published or withdrawn. */
  record WillCleared(ClientId client) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.willCleared(this);
    }
  }

  /** A subscription was made or replaced. */
  record Subscribed(ClientId client, SubscriptionTerms terms) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subscribed(this);
    }
  }

  record Unsubscribed(ClientId client, TopicFilter filter) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unsubscribed(this);
    }
  }

  /**
   * A message was accepted, or is written again as it stands.
   *
   * @param id names it from now on
   * @param publisher empty for messages of the server itself
   * @param retained whether it is what its topic retains
   * @param incomingPacketId of a QoS 2 publication by a durable session, else 0: one record,
   *     because the message without the identifier would be delivered twice
   * @param queueClass how it waits for its recipients
   * @param mark of the source that it came from, if that counts: one record for the same reason
   * @param acceptedNanos when, for a message that has to be answered by then and then; else {@link
   *     #NEVER}
   */
  record MessageKept(
      long id,
      Message message,
      Optional<ClientId> publisher,
      long expiresAtNanos,
      boolean retained,
      int incomingPacketId,
      List<Recipient> recipients,
      QueueClass queueClass,
      Optional<SourceMark> mark,
      long acceptedNanos)
      implements DurableRecord {
    public MessageKept {
      recipients = List.copyOf(recipients);
    }

    /** One of which nobody will ask when it came. */
    public MessageKept(
        long id,
        Message message,
        Optional<ClientId> publisher,
        long expiresAtNanos,
        boolean retained,
        int incomingPacketId,
        List<Recipient> recipients,
        QueueClass queueClass,
        Optional<SourceMark> mark) {
      this(
          id,
          message,
          publisher,
          expiresAtNanos,
          retained,
          incomingPacketId,
          recipients,
          queueClass,
          mark,
          NEVER);
    }

    /** One that waits as most do, too, of a source that does not count. */
    public MessageKept(
        long id,
        Message message,
        Optional<ClientId> publisher,
        long expiresAtNanos,
        boolean retained,
        int incomingPacketId,
        List<Recipient> recipients) {
      this(
          id,
          message,
          publisher,
          expiresAtNanos,
          retained,
          incomingPacketId,
          recipients,
          QueueClass.PLAIN,
          Optional.empty());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.messageKept(this);
    }
  }

  /** The session is owed the message no more: delivered, expired or dropped. */
  record Settled(ClientId client, long message) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.settled(this);
    }
  }

  /** The topic retains nothing more. */
  record RetainedCleared(TopicName topic) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.retainedCleared(this);
    }
  }

  /** A QoS 2 publication that nobody durable was to have. */
  record IncomingRemembered(ClientId client, int packetId) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.incomingRemembered(this);
    }
  }

  /** PUBREL arrived: the Packet Identifier may name another publication. */
  record IncomingReleased(ClientId client, int packetId) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.incomingReleased(this);
    }
  }

  /** A QoS 2 delivery is about to be sent under this Packet Identifier. */
  record OutgoingAssigned(ClientId client, long message, int packetId) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.outgoingAssigned(this);
    }
  }

  /** PUBREC arrived: the message must not be sent again, only PUBREL. */
  record OutgoingReceived(ClientId client, long message) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.outgoingReceived(this);
    }
  }

  /**
   * A consumer has answered a message: it is owed it no more, and the answer is kept for whoever is
   * to have it. One record, because either without the other would be answered twice or never.
   *
   * @param request id of the message
   */
  record Answered(ClientId consumer, long request, MessageKept answer) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.answered(this);
    }
  }

  /**
   * An entry for a queue that is not of the broker. The queue keeps it; a log that gets this record
   * keeps its number alone, as evidence that the queue has it.
   *
   * @param onceOnly whether it would rather be lost than be there twice, as QoS 2 asks; the record
   *     that follows, of the same turn, is then what tells a repetition
   * @param expiresAtNanos from when on it is worth nothing
   */
  record Enqueued(int queue, Payload entry, boolean onceOnly, long atNanos, long expiresAtNanos)
      implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.enqueued(this);
    }
  }

  /** A source was taken that far; nothing of it has to be kept, or it is kept already. */
  record Taken(SourceMark mark) implements DurableRecord {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.taken(this);
    }
  }
}
