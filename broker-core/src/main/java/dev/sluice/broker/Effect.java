package dev.sluice.broker;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.ReasonCode;
import java.util.Optional;

/**
 * What a turn of the broker asks of the outside world; performed in order when the turn is over.
 */
public sealed interface Effect {

  /**
   * Write a packet to a connection.
   *
   * @param cost bytes charged to the connection's transmit credit; returned through {@link
   *     BrokerCore#onFlushed} once the packet has left for the socket. 0 for everything but
   *     PUBLISH.
   */
  record Transmit(ConnectionId connection, OutboundPacket packet, int cost) implements Effect {}

  /**
   * Close a connection after what was transmitted before. The core has already forgotten it: no
   * {@link BrokerCore#onClosed} is needed (a late one is ignored).
   */
  record Close(ConnectionId connection, ReasonCode reason) implements Effect {}

  /**
   * Take no further publication from a connection until {@link Release}, but everything else that
   * it sends. What cannot be taken stays where it is, in order; when it is so much that nothing
   * behind it can be seen, {@link BrokerCore#onUnread} says so.
   */
  record Hold(ConnectionId connection) implements Effect {}

  /** Take publications again, those that have waited first. No closed connection needs it. */
  record Release(ConnectionId connection) implements Effect {}

  /**
   * A message matched a filter of an internal consumer (an inference route). Emitted once per
   * consumer, in the order of the messages.
   *
   * @param kept as what the journal has it until {@link BrokerCore#answer} or {@link
   *     BrokerCore#forget}; empty when it does not
   */
  record Deliver(int consumer, ClientId publisher, Message message, Optional<KeptRequest.Ref> kept)
      implements Effect {}

  /**
   * Append to the journal, and say so through {@link BrokerCore#onDurable} when it would survive a
   * crash. Emitted only after {@link BrokerCore#restore}.
   *
   * @param sequence one more than the last
   * @param level what must have it before that is said; never {@link KeepLevel#PROCESS}
   */
  record Append(long sequence, DurableRecord record, KeepLevel level) implements Effect {
    public Append(long sequence, DurableRecord record) {
      this(sequence, record, KeepLevel.DISK);
    }
  }

  /**
   * Bring messages back that the journal has for a session, and give them to {@link
   * BrokerCore#onFetched}: those of that class behind that id, in order, of which no Packet
   * Identifier has to be remembered. Emitted only after {@link BrokerCore#restore}; what was
   * appended before is asked for too.
   *
   * @param request names this request in the answer
   * @param messagesMax no more than that
   * @param bytesMax no more than that, but one message in any case
   */
  record Fetch(
      long request,
      ClientId client,
      QueueClass queueClass,
      long after,
      int messagesMax,
      int bytesMax)
      implements Effect {}
}
