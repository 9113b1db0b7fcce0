package dev.sluice.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What holds for every session after every turn. */
final class Invariants {
  private final BrokerLimits limits;

  Invariants(BrokerLimits limits) {
    this.limits = limits;
  }

  /** The names of the invariants that do not hold. */
  List<String> violations(SessionView session) {
    List<String> violations = new ArrayList<>();
    require(
        session.unacknowledged() <= session.unacknowledgedMax() || !session.connected(),
        "receive maximum",
        violations);
    require(session.inFlightIds().size() <= limits.inflightMax(), "in-flight limit", violations);
    require(
        new HashSet<>(session.inFlightIds()).size() == session.inFlightIds().size(),
        "unique packet ids",
        violations);
    require(
        session.inFlightIds().stream().allMatch(PacketIds::isValid),
        "valid packet ids",
        violations);
    require(
        session.queuedMessages() <= limits.queueMessagesMax()
            && session.queuedBytes() <= limits.queueBytesMax(),
        "queue limit",
        violations);
    require(
        session.unflushedBytes() <= limits.transmitCreditBytes() || session.unflushedPackets() <= 1,
        "transmit credit",
        violations);
    require(!session.connected() || !isStalled(session), "never stalled", violations);
    return violations;
  }

  private static void require(boolean holds, String name, List<String> violations) {
    if (!holds) {
      violations.add(name);
    }
  }

  private boolean isStalled(SessionView session) {
    boolean clientTakesMore = session.unacknowledged() < session.unacknowledgedMax();
    if (session.repeatsWaiting() > 0) {
      return clientTakesMore && session.unflushedPackets() == 0;
    }
    return session.head().map(head -> mayGo(session, head, clientTakesMore)).orElse(false);
  }

  private boolean mayGo(SessionView session, SessionView.Head head, boolean clientTakesMore) {
    boolean credit =
        session.unflushedPackets() == 0
            || session.unflushedBytes() + head.bytes() <= limits.transmitCreditBytes();
    int inFlight = session.inFlightIds().size();
    boolean window =
        clientTakesMore
            && inFlight < limits.inflightMax()
            && (inFlight == 0 || session.inFlightBytes() + head.bytes() <= limits.queueBytesMax());
    return credit && (window || !head.needsAcknowledgement());
  }
}
