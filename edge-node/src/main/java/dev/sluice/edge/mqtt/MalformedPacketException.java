package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;

/** A packet that breaks the protocol; carries the reason that its sender is told. */
final class MalformedPacketException extends Exception {
  private final ReasonCode reason;

  MalformedPacketException(ReasonCode reason) {
    // A peer can send as many of these as it likes: no stack trace is worth taking.
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  ReasonCode reason() {
    return reason;
  }
}
