package dev.sluice.broker;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Will;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How connections and sessions end, and what becomes of their Wills (sections 3.14, 4.1, 3.1.2.5).
 */
final class Disconnecting {
  private final Duration sessionExpiryMax;
  private final SessionTable table;
  private final Router router;
  private final Handover handover;
  private final Treatments treatments;
  private final TimerQueue<Session> timers;
  private final Durability durability;
  private final Backpressure backpressure;
  private final Outbox outbox;
  private final Counters counters;

  Disconnecting(
      BrokerLimits limits,
      SessionTable table,
      Router router,
      Handover handover,
      Treatments treatments,
      TimerQueue<Session> timers,
      Durability durability,
      Backpressure backpressure,
      Outbox outbox,
      Counters counters) {
    this.sessionExpiryMax = limits.sessionExpiryMax();
    this.table = table;
    this.router = router;
    this.handover = handover;
    this.treatments = treatments;
    this.timers = timers;
    this.durability = durability;
    this.backpressure = backpressure;
    this.outbox = outbox;
    this.counters = counters;
  }

  /** Makes way for a new connection of the same client [MQTT-3.1.4-3]. */
  void takeOver(Admission admission, long nowNanos) {
    table
        .session(admission.clientId())
        .ifPresent(session -> takeOver(session, admission, nowNanos));
    if (!admission.sessionExpiry().isZero()) {
      handover.displace(admission.clientId());
    }
  }

  private void takeOver(Session session, Admission admission, long nowNanos) {
    Optional<Connection> old = session.connection();
    if (old.isPresent()) {
      counters.takeOvers++;
      outbox.disconnect(old.get(), ReasonCode.SESSION_TAKEN_OVER);
      detach(old.get(), nowNanos);
    }
    if (admission.cleanStart()) {
      // The old session ends here, and its Will with it, delayed or not [MQTT-3.1.2-4].
      end(session, nowNanos);
    }
  }

  /** DISCONNECT of the client: no Will after a normal one [MQTT-3.14.4-3]. */
  void onDisconnect(Connection connection, ReasonCode reason, long nowNanos) {
    if (reason == ReasonCode.SUCCESS) {
      connection.session().dropWill();
    }
    outbox.close(connection.id(), ReasonCode.SUCCESS);
    detach(connection, nowNanos);
  }

  void onDisconnect(
      Connection connection, ReasonCode reason, Duration sessionExpiry, long nowNanos) {
    Session session = connection.session();
    // A session that was to end with its connection cannot be kept now (section 3.14.2.2.2).
    if (session.expiry().isZero() && !sessionExpiry.isZero()) {
      protocolError(connection, ReasonCode.PROTOCOL_ERROR, nowNanos);
      return;
    }
    session.setExpiry(Deadlines.earlier(sessionExpiry, sessionExpiryMax));
    onDisconnect(connection, reason, nowNanos);
  }

  /** The Network Connection has gone by itself. */
  void onClosed(Connection connection, long nowNanos) {
    detach(connection, nowNanos);
  }

  /** The peer broke the rules (section 4.13). */
  void protocolError(Connection connection, ReasonCode reason, long nowNanos) {
    counters.protocolErrors++;
    close(connection, reason, nowNanos);
  }

  /** The server ends the connection, as if it had been lost: the Will is sent. */
  void close(Connection connection, ReasonCode reason, long nowNanos) {
    outbox.disconnect(connection, reason);
    detach(connection, nowNanos);
  }

  void shutDown(Connection connection, long nowNanos) {
    connection.session().dropWill();
    close(connection, ReasonCode.SERVER_SHUTTING_DOWN, nowNanos);
  }

  private void detach(Connection connection, long nowNanos) {
    table.remove(connection);
    connection.close();
    durability.forget(connection);
    backpressure.onDetached(connection, nowNanos);
    Session session = connection.session();
    session.detach(nowNanos);
    if (session.hasEnded(nowNanos)) {
      end(session, nowNanos);
      return;
    }
    Duration delay = session.will().map(Will::delay).orElse(Duration.ZERO);
    if (delay.isZero()) {
      sendWill(session, nowNanos);
    } else {
      session.delayWill(Deadlines.after(nowNanos, delay));
    }
    session.log().detached(session.endNanos(), session.willDueNanos());
    timers.scheduleNoLaterThan(session.timer(), session.nextDueNanos());
  }

  /** What the timer of a session finds due; schedules it again if it lives on. */
  void onDue(Session session, long nowNanos) {
    Optional<Connection> connection = session.connection();
    if (connection.isPresent()) {
      if (connection.get().hold().isHeld()) {
        // What it sends may not be looked at.
        connection.get().packetArrived(nowNanos);
      } else if (nowNanos >= connection.get().keepAliveDueNanos()) {
        counters.keepAliveTimeouts++;
        close(connection.get(), ReasonCode.KEEP_ALIVE_TIMEOUT, nowNanos);
        return;
      }
    } else if (session.hasEnded(nowNanos)) {
      end(session, nowNanos);
      return;
    } else if (session.willIsDue(nowNanos)) {
      sendWill(session, nowNanos);
    }
    timers.scheduleNoLaterThan(session.timer(), session.nextDueNanos());
  }

  /** A Will waits no longer than its session lives (section 3.1.3.2.2). */
  private void end(Session session, long nowNanos) {
    List<Subscription> left = takeSubscriptions(session);
    table.remove(session);
    timers.cancel(session.timer());
    handover.begin(session, left, nowNanos);
    sendWill(session, nowNanos);
  }

  /** Takes every trace of the session out of the broker. */
  private void remove(Session session) {
    table.remove(session);
    timers.cancel(session.timer());
    takeSubscriptions(session);
    session.outgoing().end();
    session.log().ended();
  }

  /** From now on nothing new comes to the session. */
  private List<Subscription> takeSubscriptions(Session session) {
    List<Subscription> left = List.copyOf(session.subscriptions().values());
    for (Subscription subscription : left) {
      router.remove(subscription.filter(), subscription);
      counters.subscriptions--;
    }
    session.subscriptions().clear();
    return left;
  }

  private void sendWill(Session session, long nowNanos) {
    Optional<Will> will = session.will();
    session.dropWill();
    if (will.isPresent()) {
      counters.willsSent++;
      Message message = will.get().message();
      router.publish(
          AcceptedMessage.of(
              message, Optional.of(session.clientId()), treatments.of(message), nowNanos),
          nowNanos);
    }
  }

  /** After a fault that closing did not survive: nothing of the session is trusted to work. */
  void abandon(Session session, long nowNanos) {
    session
        .connection()
        .ifPresent(
            connection -> {
              table.remove(connection);
              connection.close();
              backpressure.onDetached(connection, nowNanos);
            });
    session.detach(Deadlines.NEVER);
    session.dropWill();
    remove(session);
  }
}
