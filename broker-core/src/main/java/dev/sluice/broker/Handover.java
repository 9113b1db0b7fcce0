package dev.sluice.broker;

import dev.sluice.broker.durable.Fetched;
import dev.sluice.mqtt.ClientId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a session ends: what it leaves of Shared Subscriptions goes to their other members (section
 * 4.8.2), what is parked as it comes back from the journal. Until then the journal has the session,
 * ended: after a crash in between the rest is handed over by the next process.
 */
final class Handover {
  private final SessionTable table;
  private final Router router;
  private final Durability durability;
  private final Counters counters;
  private final List<Estate> estates = new ArrayList<>(1);

  /** What is left of a session. */
  private static final class Estate {
    private final Session session;
    private final List<Subscription> left;
    private final long lastId;
    private boolean displaced;

    /**
     * @param lastId of a message that may have been for it
     */
    Estate(Session session, List<Subscription> left, long lastId) {
      this.session = session;
      this.left = left;
      this.lastId = lastId;
    }

    DeliveryQueue queue() {
      return session.outgoing().queue();
    }

    boolean isOf(ClientId client) {
      return session.clientId().equals(client);
    }

    /** Without what is for the next session of its client. */
    Fetched own(Fetched fetched) {
      return new Fetched(
          fetched.client(),
          fetched.request(),
          fetched.messages().stream().filter(owed -> owed.kept().id() <= lastId).toList(),
          fetched.lost().stream().filter(id -> id <= lastId).toList());
    }
  }

  Handover(SessionTable table, Router router, Durability durability, Counters counters) {
    this.table = table;
    this.router = router;
    this.durability = durability;
    this.counters = counters;
  }

  /**
   * Ends a session, now or when everything of it is handed over.
   *
   * @param session which nobody can find any more
   * @param left its subscriptions, removed already
   */
  void begin(Session session, List<Subscription> left, long nowNanos) {
    Estate estate = new Estate(session, left, durability.appended());
    boolean shares = left.stream().anyMatch(subscription -> subscription.shared().isPresent());
    if (!shares && estates.stream().noneMatch(other -> other.isOf(session.clientId()))) {
      finish(estate, nowNanos);
      return;
    }
    estates.add(estate);
    session.outgoing().notBegun().forEach(outgoing -> handOver(estate, outgoing, nowNanos));
    estate.queue().attach();
    step(estate, nowNanos);
    if (estates.contains(estate)) {
      session.log().detached(nowNanos, Deadlines.NEVER);
    }
  }

  private void step(Estate estate, long nowNanos) {
    Optional<Outgoing> next = estate.queue().peek();
    while (next.isPresent() && mayGo(estate)) {
      estate.queue().remove();
      handOver(estate, next.get(), nowNanos);
      next = estate.queue().peek();
    }
    estate.queue().refill();
    if (estate.queue().isEmpty()) {
      finish(estate, nowNanos);
    }
  }

  /** What is kept stays where it is while nobody else's journal would take it. */
  private boolean mayGo(Estate estate) {
    return !durability.refusing() || !estate.session.log().isKept();
  }

  private void handOver(Estate estate, Outgoing outgoing, long nowNanos) {
    if (outgoing.accepted().isExpired(nowNanos)) {
      counters.droppedExpired++;
      estate.session.log().settled(outgoing);
    } else if (!router.redeliver(estate.left, estate.session, outgoing, nowNanos)) {
      estate.session.log().settled(outgoing);
    }
  }

  /** The next session of the client, or what is left of one, has the same name in the journal. */
  private void finish(Estate estate, long nowNanos) {
    estates.remove(estate);
    Session session = estate.session;
    session.outgoing().end();
    ClientId client = session.clientId();
    if (table.session(client).filter(next -> next.log().isKept()).isPresent()) {
      return;
    }
    if (estates.stream().anyMatch(other -> other.isOf(client))) {
      session.log().detached(nowNanos, Deadlines.NEVER);
    } else {
      session.log().ended();
    }
  }

  /**
   * A session that lasts begins for that client: in the journal it takes the place of what is left,
   * which from now on is known by its messages alone. A crash gives the rest of them to it.
   */
  void displace(ClientId client) {
    for (Estate estate : estates) {
      if (estate.isOf(client) && !estate.displaced) {
        estate.displaced = true;
        SessionLog log = estate.session.log();
        estate.left.forEach(subscription -> log.unsubscribed(subscription.filter()));
        estate.session.incoming().known().forEach(log::released);
        estate.session.outgoing().begun().forEach(log::settled);
      }
    }
  }

  /** Messages have come back from the journal. */
  void onFetched(Fetched fetched, long nowNanos) {
    for (Estate estate : List.copyOf(estates)) {
      if (estate.isOf(fetched.client())) {
        estate.queue().onFetched(estate.own(fetched));
        step(estate, nowNanos);
      }
    }
  }

  /** The journal has got further, or takes records again. */
  void goOn(long nowNanos) {
    for (Estate estate : List.copyOf(estates)) {
      estate.queue().journalHasMore();
      step(estate, nowNanos);
    }
  }

  /** Sessions that have ended and of which something is left. */
  int size() {
    return estates.size();
  }
}
