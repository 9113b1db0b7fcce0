package dev.sluice.bench.wire;

/** A server sent bytes that are no MQTT; the run cannot go on. */
public final class MalformedPacketException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedPacketException(String message) {
    super(message);
  }
}
