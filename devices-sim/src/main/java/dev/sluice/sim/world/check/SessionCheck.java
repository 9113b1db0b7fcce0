package dev.sluice.sim.world.check;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.SessionStatus;
import dev.sluice.mqtt.Qos;
import java.util.Optional;

/** Holds the broker's own word on a session against the model, at the end of a turn. */
final class SessionCheck {
  private final BrokerLimits limits;
  private final Checks checks;
  long dropped;

  SessionCheck(BrokerLimits limits, Checks checks) {
    this.limits = limits;
    this.checks = checks;
  }

  void check(BrokerModel model, SessionModel touched, BrokerCore core, long nowNanos) {
    Optional<SessionModel> lives = model.session(touched.client);
    Optional<SessionStatus> status = core.session(touched.client);
    checks.require(
        Rule.SESSION_PRESENT,
        lives.isPresent() == status.isPresent(),
        () -> "session of " + touched.client + ": " + status + ", expected " + lives.isPresent());
    if (lives.isPresent()) {
      check(lives.get(), status.orElseThrow(), nowNanos);
    }
  }

  private void check(SessionModel session, SessionStatus status, long nowNanos) {
    same(session, "connection", connectionId(session), status.connection().hashCode());
    same(session, "subscriptions", session.subscriptionCount(), status.subscriptions());
    same(session, "in flight", session.inFlight.size(), status.inFlight());
    session.connection.ifPresent(
        open -> {
          same(session, "unacknowledged", open.unacknowledged, status.unacknowledged());
          same(session, "unflushed bytes", open.unflushedBytes, status.unflushedBytes());
          neverStalled(session, open, status);
        });
    limits(status);
    nothingLost(session, status, nowNanos);
    account(session, status);
  }

  private static int connectionId(SessionModel session) {
    return session.connection.map(open -> open.id).hashCode();
  }

  private void same(SessionModel session, String what, long expected, long found) {
    checks.require(
        Rule.COUNTERS,
        expected == found,
        () -> session.client + ": " + what + " is " + found + ", expected " + expected);
  }

  private void limits(SessionStatus status) {
    boolean windowInBytes =
        status.inFlight() <= 1 || status.inFlightBytes() <= limits.queueBytesMax();
    checks.require(
        Rule.QUEUE_LIMITS,
        status.queuedMessages() <= limits.queueMessagesMax()
            && status.queuedBytes() <= limits.queueBytesMax()
            && status.inFlight() <= limits.inflightMax()
            && windowInBytes,
        () -> "beyond its limits: " + status);
  }

  private void neverStalled(SessionModel session, ConnectionModel open, SessionStatus status) {
    checks.checked(Rule.NEVER_STALLED);
    boolean clientTakesMore =
        open.unacknowledged < Math.min(open.connect.receiveMaximum(), limits.inflightMax());
    boolean stalled =
        status.repeats() > 0
            ? clientTakesMore && open.unflushed.isEmpty()
            : status.next().isPresent() && mayGo(open, status, clientTakesMore);
    if (stalled) {
      throw new BrokenRule(Rule.NEVER_STALLED, session.client + " waits for nothing: " + status);
    }
  }

  private boolean mayGo(ConnectionModel open, SessionStatus status, boolean clientTakesMore) {
    SessionStatus.Waiting head = status.next().orElseThrow();
    boolean credit =
        open.unflushed.isEmpty()
            || open.unflushedBytes + head.bytes() <= limits.transmitCreditBytes();
    boolean window =
        clientTakesMore
            && status.inFlight() < limits.inflightMax()
            && (status.inFlight() == 0
                || status.inFlightBytes() + head.bytes() <= limits.queueBytesMax());
    return credit && (window || head.qos() == Qos.AT_MOST_ONCE);
  }

  /** What is owed and neither queued nor gone must be excused, each of them. */
  private void nothingLost(SessionModel session, SessionStatus status, long nowNanos) {
    int missing = session.owed.size() - status.queuedMessages();
    checks.require(
        Rule.NOTHING_UNASKED,
        missing >= 0,
        () -> session.client + ": more is queued than is owed: " + status);
    checks.checked(Rule.NOTHING_LOST);
    if (missing > session.droppable) {
      int excused = 0;
      for (Owed owed : session.owed) {
        excused += owed.isExcused(session.packetBytesMax, nowNanos) ? 1 : 0;
      }
      if (excused < missing) {
        throw new BrokenRule(Rule.NOTHING_LOST, lost(session, nowNanos));
      }
    }
  }

  private static String lost(SessionModel session, long nowNanos) {
    return session.owed.stream()
        .filter(owed -> !owed.isExcused(session.packetBytesMax, nowNanos))
        .findFirst()
        .map(owed -> session.client + " lost " + owed + " or one like it")
        .orElse(session.client + " lost a message");
  }

  /** Offered is what departed, waits, or was dropped. */
  private void account(SessionModel session, SessionStatus status) {
    dropped += session.queued + session.offered - (long) session.departed - status.queuedMessages();
    session.queued = status.queuedMessages();
    session.queuedBytes = status.queuedBytes();
    session.offered = 0;
    session.offeredBytes = 0;
    session.departed = 0;
  }
}
