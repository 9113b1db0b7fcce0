package dev.sluice.broker;

import dev.sluice.mqtt.ProtocolVersion;
import java.time.Duration;

/** One live Network Connection: what its CONNECT said and what is on its wire. */
final class Connection {
  private static final int SHORT_CREDIT_SHARE = 16;

  private final ConnectionId id;
  private final ProtocolVersion version;
  private final Session session;
  private final int receiveMaximum;
  private final int maximumPacketSize;
  private final Duration silenceMax;
  private final int transmitCreditBytes;
  private final KeepLevel keeps;
  private final MemoryBudget memory;

  private final Hold hold = new Hold();
  private long lastPacketNanos;
  private long unflushedBytes;
  private int acknowledgementsWaiting;
  private boolean owesAcknowledgement;
  private boolean open = true;

  Connection(
      ConnectionId id,
      Session session,
      Admission admission,
      KeepLevel keeps,
      int transmitCreditBytes,
      MemoryBudget memory,
      long nowNanos) {
    this.id = id;
    this.session = session;
    this.version = admission.version();
    this.receiveMaximum = admission.receiveMaximum();
    this.maximumPacketSize = admission.maximumPacketSize();
    // One and a half times the Keep Alive [MQTT-3.1.2-22].
    this.silenceMax = admission.keepAlive().multipliedBy(3).dividedBy(2);
    this.transmitCreditBytes = transmitCreditBytes;
    this.keeps = keeps;
    this.memory = memory;
    this.lastPacketNanos = nowNanos;
  }

  ConnectionId id() {
    return id;
  }

  ProtocolVersion version() {
    return version;
  }

  boolean speaksMqtt5() {
    return version == ProtocolVersion.MQTT_5;
  }

  Session session() {
    return session;
  }

  /** The client's own limit of unacknowledged deliveries. */
  int receiveMaximum() {
    return receiveMaximum;
  }

  /** What has to have its publications, unless their topic says otherwise. */
  KeepLevel keeps() {
    return keeps;
  }

  int maximumPacketSize() {
    return maximumPacketSize;
  }

  void packetArrived(long nowNanos) {
    lastPacketNanos = nowNanos;
  }

  /** When silence has lasted too long. */
  long keepAliveDueNanos() {
    return silenceMax.isZero() ? Deadlines.NEVER : Deadlines.after(lastPacketNanos, silenceMax);
  }

  /** One packet is always allowed, so that nothing is too large to ever leave. */
  boolean hasCreditFor(int bytes) {
    return unflushedBytes == 0 || unflushedBytes + bytes <= creditBytes();
  }

  /** Less when memory is short: what a socket has been given cannot be put away or dropped. */
  private int creditBytes() {
    boolean isShort = memory.is(MemoryPressure.SPILLING);
    return isShort ? transmitCreditBytes / SHORT_CREDIT_SHARE : transmitCreditBytes;
  }

  void charge(int bytes) {
    unflushedBytes += bytes;
    memory.add(bytes);
  }

  void flushed(long bytes) {
    long left = Math.min(unflushedBytes, Math.max(0, bytes));
    unflushedBytes -= left;
    memory.add(-left);
  }

  long unflushedBytes() {
    return unflushedBytes;
  }

  /** Whether its publications wait. */
  Hold hold() {
    return hold;
  }

  /** Acknowledgements that wait for the journal. */
  int acknowledgementsWaiting() {
    return acknowledgementsWaiting;
  }

  void acknowledgementWaits() {
    acknowledgementsWaiting++;
  }

  void acknowledgementGoes() {
    acknowledgementsWaiting--;
  }

  /** A publication of a client that cannot be told of errors was not accepted. */
  void oweAcknowledgement() {
    owesAcknowledgement = true;
  }

  boolean owesAcknowledgement() {
    return owesAcknowledgement;
  }

  boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
    flushed(unflushedBytes);
  }
}
