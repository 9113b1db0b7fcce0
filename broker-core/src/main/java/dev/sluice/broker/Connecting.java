package dev.sluice.broker;

import dev.sluice.broker.ConnectRules.Verdict;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.ServerLimits;
import dev.sluice.mqtt.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The turn of a CONNECT (sections 3.1 and 3.2): refuse it, or open its connection and session. */
final class Connecting {
  private final BrokerLimits limits;
  private final MemoryBudget memory;
  private final ConnectRules rules;
  private final SessionTable table;
  private final Disconnecting disconnecting;
  private final TimerQueue<Session> timers;
  private final NewSessions sessions;
  private final Revoking revoking;
  private final Outbox outbox;
  private final Counters counters;

  Connecting(
      BrokerLimits limits,
      MemoryBudget memory,
      ConnectRules rules,
      SessionTable table,
      Disconnecting disconnecting,
      TimerQueue<Session> timers,
      NewSessions sessions,
      Revoking revoking,
      Outbox outbox,
      Counters counters) {
    this.limits = limits;
    this.memory = memory;
    this.rules = rules;
    this.table = table;
    this.disconnecting = disconnecting;
    this.timers = timers;
    this.sessions = sessions;
    this.revoking = revoking;
    this.outbox = outbox;
    this.counters = counters;
  }

  void onConnect(
      ConnectionId id, Connect connect, Identity identity, KeepLevel keeps, long nowNanos) {
    Verdict verdict = rules.judge(connect, identity);
    if (verdict instanceof Verdict.Accepted accepted) {
      open(id, accepted.admission(), keeps, nowNanos);
    } else if (verdict instanceof Verdict.Refused refused) {
      refuse(id, refused.reason());
    }
  }

  private void refuse(ConnectionId id, ReasonCode reason) {
    counters.refusedConnects++;
    outbox.transmit(id, ConnAck.refusal(reason));
    outbox.close(id, reason);
  }

  private void open(ConnectionId id, Admission admission, KeepLevel keeps, long nowNanos) {
    counters.connects++;
    disconnecting.takeOver(admission, nowNanos);
    Optional<Session> resumed = table.session(admission.clientId());
    Session session = resumed.orElseGet(() -> sessions.begin(admission.clientId()));
    Rights before = session.rights();
    session.own(admission.identity(), admission.rights());
    if (!admission.rights().equals(before)) {
      revoking.takeAway(session);
    }
    Connection connection =
        new Connection(
            id, session, admission, keeps, limits.transmitCreditBytes(), memory, nowNanos);
    session.attach(connection, admission.sessionExpiry(), admission.will());
    table.add(connection);
    timers.scheduleNoLaterThan(session.timer(), session.nextDueNanos());
    outbox.transmit(id, connAck(admission, resumed.isPresent()));
    session.outgoing().resume(connection, nowNanos);
  }

  private ConnAck connAck(Admission admission, boolean sessionPresent) {
    if (!admission.speaksMqtt5()) {
      return new ConnAck(
          ReasonCode.SUCCESS,
          sessionPresent,
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
    }
    int keepAliveSeconds = (int) admission.keepAlive().toSeconds();
    Optional<Duration> expiry = Optional.of(admission.sessionExpiry());
    return new ConnAck(
        ReasonCode.SUCCESS,
        sessionPresent,
        admission.assigned() ? Optional.of(admission.clientId()) : Optional.empty(),
        admission.keepAliveOverridden() ? OptionalInt.of(keepAliveSeconds) : OptionalInt.empty(),
        admission.sessionExpiryCapped() ? expiry : Optional.empty(),
        Optional.of(new ServerLimits(limits.receiveMaximum(), limits.packetBytesMax())));
  }
}
