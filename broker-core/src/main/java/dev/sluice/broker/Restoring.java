package dev.sluice.broker;

import dev.sluice.broker.durable.Addressee;
import dev.sluice.broker.durable.DurableSession;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.broker.durable.OwedMessage;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.SubscriptionTerms;
import dev.sluice.mqtt.ClientId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings back what the journal holds, before the first turn. What has expired goes by its timer.
 * Messages that wait are parked where they are: none of them is read.
 */
final class Restoring {
  private final NewSessions sessions;
  private final RetainedMessages retained;
  private final Router router;
  private final TimerQueue<Session> timers;
  private final Counters counters;

  /** A line of a session. */
  private record LineOf(ClientId client, QueueClass queueClass) {}

  /** What waits in one line, as it is found. */
  private static final class Waiting {
    private int messages;
    private long bytes;
    private long firstId;
    private long lastId;

    void add(long id, long itsBytes) {
      firstId = messages == 0 ? id : firstId;
      lastId = id;
      messages++;
      bytes += itsBytes;
    }
  }

  Restoring(
      NewSessions sessions,
      RetainedMessages retained,
      Router router,
      TimerQueue<Session> timers,
      Counters counters) {
    this.sessions = sessions;
    this.retained = retained;
    this.router = router;
    this.timers = timers;
    this.counters = counters;
  }

  void restore(DurableState state, KeptMessages messages, long nowNanos) {
    for (long id : state.retained()) {
      messages
          .read(id)
          .ifPresentOrElse(
              kept -> retained.keep(AcceptedMessage.restored(kept)),
              () -> counters.droppedUnreadable++);
    }
    Map<ClientId, Session> restored = new HashMap<>();
    for (DurableSession kept : state.sessions()) {
      restored.put(kept.client(), restore(kept, nowNanos));
    }
    Map<LineOf, Waiting> waiting = new HashMap<>();
    state.forEachOwed(
        (id, bytes, queueClass, addressee) -> {
          if (addressee.packetId() == 0) {
            LineOf line = new LineOf(addressee.client(), queueClass);
            waiting.computeIfAbsent(line, any -> new Waiting()).add(id, bytes);
          } else {
            resume(restored.get(addressee.client()), messages, id, addressee);
          }
        });
    waiting.forEach(
        (line, parked) ->
            restored
                .get(line.client())
                .outgoing()
                .queue()
                .restore(
                    line.queueClass(),
                    parked.messages,
                    parked.bytes,
                    parked.firstId,
                    parked.lastId));
  }

  private Session restore(DurableSession kept, long nowNanos) {
    Session session = sessions.begin(kept.client());
    session.restore(kept, nowNanos);
    for (SubscriptionTerms terms : kept.subscriptions()) {
      Subscription subscription = new Subscription(session, terms);
      session.subscriptions().put(terms.filter(), subscription);
      router.add(terms.filter(), subscription);
      counters.subscriptions++;
    }
    timers.scheduleNoLaterThan(session.timer(), session.nextDueNanos());
    return session;
  }

  /** A QoS 2 delivery whose Packet Identifier the client may know. */
  private void resume(Session session, KeptMessages messages, long id, Addressee addressee) {
    Optional<OwedMessage> owed =
        messages.read(id).flatMap(kept -> OwedMessage.of(kept, addressee.client()));
    if (owed.isEmpty()) {
      counters.droppedUnreadable++;
      session.log().settled(id);
      return;
    }
    InFlight delivery = new InFlight(addressee.packetId(), Outgoing.restored(owed.get()));
    if (addressee.received()) {
      delivery.received();
    }
    session.outgoing().restore(delivery);
  }
}
