package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;

/** Makes sessions, for clients that come and for those that the journal remembers. */
final class NewSessions {
  private final BrokerLimits limits;
  private final SessionTable table;
  private final TimerQueue<Session> timers;
  private final Durability durability;
  private final Outbox outbox;
  private final PendingAcknowledgements acknowledgements;
  private final Counters counters;
  private final HeldBytes memory;

  NewSessions(
      BrokerLimits limits,
      MemoryBudget budget,
      SessionTable table,
      TimerQueue<Session> timers,
      Durability durability,
      Outbox outbox,
      PendingAcknowledgements acknowledgements,
      Counters counters) {
    this.limits = limits;
    this.table = table;
    this.timers = timers;
    this.durability = durability;
    this.outbox = outbox;
    this.acknowledgements = acknowledgements;
    this.counters = counters;
    this.memory = new HeldBytes(limits.heldBytesMax(), budget);
  }

  Session begin(ClientId clientId) {
    SessionLog log = new SessionLog(durability, clientId);
    DeliveryQueue queue = new DeliveryQueue(limits, log, memory, counters);
    OutgoingQos outgoing =
        new OutgoingQos(limits, log, queue, memory.budget(), outbox, acknowledgements, counters);
    Session session = new Session(clientId, log, outgoing, timers);
    table.add(session);
    return session;
  }
}
