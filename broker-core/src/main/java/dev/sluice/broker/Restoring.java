package dev.sluice.broker;

import dev.sluice.broker.durable.DurableMessage;
import dev.sluice.broker.durable.DurableSession;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.broker.durable.SubscriptionTerms;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Brings back what the journal holds, before the first turn. What has expired goes by its timer.
 */
final class Restoring {
  private final NewSessions sessions;
  private final RetainedMessages retained;
  private final Router router;
  private final TimerQueue<Session> timers;
  private final Counters counters;

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

  void restore(DurableState state, long nowNanos) {
    Map<Long, DurableMessage> messages = new LinkedHashMap<>();
    Map<Long, AcceptedMessage> accepted = new LinkedHashMap<>();
    for (DurableMessage message : state.messages()) {
      messages.put(message.id(), message);
      accepted.put(message.id(), AcceptedMessage.restored(message));
      if (message.retained()) {
        retained.keep(accepted.get(message.id()));
      }
    }
    for (DurableSession kept : state.sessions()) {
      Session session = restore(kept, nowNanos);
      for (long id : kept.owed()) {
        messages
            .get(id)
            .recipient(kept.client())
            .ifPresent(recipient -> owe(session, accepted.get(id), recipient));
      }
    }
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

  private static void owe(Session session, AcceptedMessage accepted, Recipient recipient) {
    Outgoing outgoing =
        new Outgoing(accepted, recipient.qos(), recipient.retain(), recipient.identifiers());
    if (recipient.packetId() == 0) {
      session.outgoing().restore(outgoing);
      return;
    }
    InFlight delivery = new InFlight(recipient.packetId(), outgoing);
    if (recipient.received()) {
      delivery.received();
    }
    session.outgoing().restore(delivery);
  }
}
