package dev.sluice.uplink.forward;

/** What an envelope of the forwarding plane is, by its second byte: who has to read it. */
public enum ForwardKind {
  /** For the half that receives; see {@link LaneReceiver}. */
  BATCH(1),
  /** For the half that sends; see {@link LaneSender}. */
  PROGRESS(2),
  /** A part of a batch. */
  PIECE(3),
  /** How much of a batch in pieces has come. */
  ARRIVED(4),
  /** How batches may be packed. */
  TERMS(5),
  /** Which store it goes to. */
  KEEPER(6),
  /** Edge to cloud: {@link Subscription}. */
  SUBSCRIPTION(16),
  /** Cloud to edge: {@link Grant}. */
  GRANT(17),
  /** Nothing that is known here. */
  UNKNOWN(0);

  private final byte wire;

  ForwardKind(int wire) {
    this.wire = (byte) wire;
  }

  byte wire() {
    return wire;
  }

  /** Whether {@link LaneReceiver} has to read it. */
  public boolean isForReceiver() {
    return this == BATCH || this == PIECE;
  }

  /** Whether {@link LaneSender} has to read it. */
  public boolean isForSender() {
    return this == PROGRESS || this == ARRIVED || this == TERMS || this == KEEPER;
  }

  public static ForwardKind of(byte[] envelope) {
    for (ForwardKind kind : values()) {
      if (envelope.length > 1 && envelope[1] == kind.wire) {
        return kind;
      }
    }
    return UNKNOWN;
  }
}
