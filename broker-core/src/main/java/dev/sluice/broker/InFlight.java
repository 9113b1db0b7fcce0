package dev.sluice.broker;

import dev.sluice.mqtt.Qos;

/** One delivery of QoS 1 or 2 between its first PUBLISH and its last acknowledgement. */
final class InFlight {
  /** What has to arrive next. */
  enum Awaiting {
    PUBACK,
    PUBREC,
    PUBCOMP
  }

  private final int packetId;
  private final Outgoing outgoing;
  private Awaiting awaiting;
  private boolean countedHere;
  private boolean settled;
  private boolean transmitted;
  private long waitsFor;

  InFlight(int packetId, Outgoing outgoing) {
    this.packetId = packetId;
    this.outgoing = outgoing;
    this.awaiting = outgoing.qos() == Qos.EXACTLY_ONCE ? Awaiting.PUBREC : Awaiting.PUBACK;
  }

  int packetId() {
    return packetId;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  Awaiting awaiting() {
    return awaiting;
  }

  void received() {
    awaiting = Awaiting.PUBCOMP;
  }

  /** Whether its PUBLISH went over the present connection and so uses the Receive Maximum. */
  boolean countedHere() {
    return countedHere;
  }

  void countHere(boolean counted) {
    countedHere = counted;
  }

  /** Whether its PUBLISH has ever been sent, as far as anybody can know. */
  boolean transmitted() {
    return transmitted;
  }

  void transmit() {
    transmitted = true;
  }

  /** Number of the journal's record before which it must not be sent; 0 for none. */
  long waitsFor() {
    return waitsFor;
  }

  void waitFor(long sequence) {
    waitsFor = sequence;
  }

  /** Whether its Packet Identifier has been given back. */
  boolean settled() {
    return settled;
  }

  void settle() {
    settled = true;
  }
}
