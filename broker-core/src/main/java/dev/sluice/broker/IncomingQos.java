package dev.sluice.broker;

import java.util.BitSet;
import java.util.List;

/**
 * The QoS 2 publications of one client between PUBREC and PUBREL (section 4.3.3, receiver's side).
 *
 * <p>Method B of the specification: the message went onward when it arrived, and only its Packet
 * Identifier is kept to recognise repetitions. Keeping the message until PUBREL would cost memory
 * and a round trip, and deliver no better.
 */
final class IncomingQos {
  // For the session.
  private final BitSet received = new BitSet();

  // For the connection: the Receive Maximum starts anew with each (section 4.9).
  private final BitSet openHere = new BitSet();
  private int openHereCount;

  /** Whether the publication was taken before and only repeats. */
  boolean knows(int packetId) {
    return received.get(packetId);
  }

  /** Whether the publication counts anew against the Receive Maximum. */
  boolean opens(int packetId) {
    return !openHere.get(packetId);
  }

  int openCount() {
    return openHereCount;
  }

  void remember(int packetId) {
    received.set(packetId);
    if (opens(packetId)) {
      openHere.set(packetId);
      openHereCount++;
    }
  }

  /** Known from before the process started: counts against no connection yet. */
  void restore(int packetId) {
    received.set(packetId);
  }

  /** Packet Identifiers not yet released. */
  List<Integer> known() {
    return received.stream().boxed().toList();
  }

  /**
   * @return false when there was nothing to release
   */
  boolean release(int packetId) {
    boolean known = received.get(packetId);
    received.clear(packetId);
    if (openHere.get(packetId)) {
      openHere.clear(packetId);
      openHereCount--;
    }
    return known;
  }

  void suspend() {
    openHere.clear();
    openHereCount = 0;
  }

  /** Publications not yet released. */
  int size() {
    return received.cardinality();
  }
}
