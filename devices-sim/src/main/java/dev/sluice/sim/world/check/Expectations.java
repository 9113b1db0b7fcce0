package dev.sluice.sim.world.check;

import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.ReasonCode;
import java.util.ArrayList;
import java.util.List;

/** What one turn owes to the client whose packet it was, and which connections it must close. */
final class Expectations {
  /** Packets that answer a packet. */
  enum Kind {
    NONE,
    CONNACK,
    PUBACK,
    PUBREC,
    PUBREL,
    PUBCOMP,
    SUBACK,
    UNSUBACK,
    PINGRESP
  }

  private final Checks checks;
  private final List<ConnectionId> closes = new ArrayList<>(2);
  private ConnectionId connection = new ConnectionId(0);
  private Kind kind = Kind.NONE;
  private int packetId;
  private ReasonCode reason = ReasonCode.SUCCESS;
  private boolean sessionPresent;

  Expectations(Checks checks) {
    this.checks = checks;
  }

  void answer(ConnectionId to, Kind answer, int id, ReasonCode code) {
    connection = to;
    kind = answer;
    packetId = id;
    reason = code;
  }

  void sessionPresent(boolean present) {
    sessionPresent = present;
  }

  void close(ConnectionId id) {
    closes.add(id);
  }

  /** Whether that is the answer that the turn still owes. */
  boolean awaits(Kind answer) {
    return kind == answer;
  }

  /** Whether this connection ends in the present turn. */
  boolean closing(ConnectionId id) {
    return closes.contains(id);
  }

  void onConnAck(ConnectionId to, boolean present, ReasonCode code) {
    onAnswer(to, Kind.CONNACK, 0, code);
    checks.require(
        Rule.SESSION_PRESENT,
        present == sessionPresent,
        () -> to + " is told session present=" + present + ", but it is " + sessionPresent);
  }

  void onAnswer(ConnectionId to, Kind answer, int id, ReasonCode code) {
    checks.require(
        Rule.ACKNOWLEDGED,
        to.equals(connection) && answer == kind && id == packetId && code == reason,
        () -> to + " gets " + answer + " " + id + " " + code + ", expected " + this);
    kind = Kind.NONE;
  }

  void onClose(ConnectionId id, ReasonCode why) {
    checks.require(Rule.NOT_CUT_OFF, closes.remove(id), () -> id + " is closed: " + why);
  }

  /** The turn is over: nothing may be missing. */
  void end() {
    checks.require(Rule.ACKNOWLEDGED, kind == Kind.NONE, () -> "never came: " + this);
    checks.require(
        Rule.LIVE_CONNECTIONS, closes.isEmpty(), () -> "should have been closed: " + closes);
  }

  @Override
  public String toString() {
    return kind + " " + packetId + " " + reason + " to " + connection;
  }
}
