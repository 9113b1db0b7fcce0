package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes from sessions what their clients may not have: when rights change, and when a session goes
 * on under a name that has other rights than the one before.
 *
 * <p>What a client has received stays received; what waits for it, and what would be repeated, is
 * given up.
 */
final class Revoking {
  private final Authorizer authorizer;
  private final SessionTable table;
  private final Router router;
  private final Disconnecting disconnecting;
  private final FaultBarrier barrier;
  private final Counters counters;

  Revoking(
      Authorizer authorizer,
      SessionTable table,
      Router router,
      Disconnecting disconnecting,
      FaultBarrier barrier,
      Counters counters) {
    this.authorizer = authorizer;
    this.table = table;
    this.router = router;
    this.disconnecting = disconnecting;
    this.barrier = barrier;
    this.counters = counters;
  }

  RightsChange onRightsChanged(long nowNanos) {
    List<ClientId> closed = new ArrayList<>();
    List<RightsChange.Removed> removed = new ArrayList<>();
    int willsBefore = willCount();
    for (Session session : table.sessions()) {
      Optional<Identity> identity = session.identity();
      // Of one that came back with the journal nothing is known before its client comes.
      if (identity.isPresent()) {
        barrier.guard(
            session,
            nowNanos,
            () -> {
              session.own(identity.get(), authorizer.rightsOf(session.clientId(), identity.get()));
              for (TopicFilter filter : takeAway(session)) {
                removed.add(new RightsChange.Removed(session.clientId(), filter));
              }
              if (closes(session, identity.get(), nowNanos)) {
                closed.add(session.clientId());
              }
            });
      }
    }
    return new RightsChange(closed, removed, willsBefore - willCount());
  }

  private boolean closes(Session session, Identity identity, long nowNanos) {
    Optional<Connection> connection = session.connection();
    if (connection.isEmpty()) {
      return false;
    }
    Optional<ReasonCode> refusal = authorizer.refusal(session.clientId(), identity);
    if (refusal.isPresent()) {
      disconnecting.close(connection.get(), refusal.get(), nowNanos);
      return true;
    }
    session.outgoing().send(connection.get(), nowNanos);
    return false;
  }

  private int willCount() {
    return (int) table.sessions().stream().filter(session -> session.will().isPresent()).count();
  }

  /**
   * Leaves the session what its rights allow.
   *
   * @return the filters of the subscriptions that are gone
   */
  List<TopicFilter> takeAway(Session session) {
    Rights rights = session.rights();
    if (rights == Rights.ALL) {
      return List.of();
    }
    List<TopicFilter> gone =
        session.subscriptions().values().stream()
            .filter(subscription -> rights.refusal(subscription.matched()).isPresent())
            .map(Subscription::filter)
            .toList();
    gone.forEach(filter -> remove(session, filter));
    session
        .outgoing()
        .giveUp(
            topic -> rights.refusal(TopicFilter.of(topic.value())).isPresent(),
            session.connection().isEmpty());
    Optional<Will> will = session.will();
    if (will.isPresent() && !rights.mayPublish(will.get().message().topic())) {
      session.dropWill();
    }
    return gone;
  }

  private void remove(Session session, TopicFilter filter) {
    router.remove(filter, session.subscriptions().remove(filter));
    session.log().unsubscribed(filter);
    counters.subscriptions--;
  }
}
