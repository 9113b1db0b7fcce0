package dev.sluice.edge.mqtt;

/** A packet that breaks the protocol, and how. */
final class MalformedPacketException extends Exception {
  private final Malformation kind;

  MalformedPacketException(Malformation kind) {
    // A peer can send as many of these as it likes: no stack trace is worth taking.
    super(kind.word(), null, false, false);
    this.kind = kind;
  }

  Malformation kind() {
    return kind;
  }
}
