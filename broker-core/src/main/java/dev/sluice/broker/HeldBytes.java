package dev.sluice.broker;

/**
 * Memory for messages that wait though a journal has them too, of all sessions together. What finds
 * no room is parked: it stays on disk until it can be sent.
 */
final class HeldBytes {
  private final long max;
  private long held;

  /**
   * @param max bytes
   */
  HeldBytes(long max) {
    this.max = max;
  }

  boolean hasRoomFor(long bytes) {
    return held + bytes <= max;
  }

  long room() {
    return Math.max(0, max - held);
  }

  void add(long bytes) {
    held += bytes;
  }
}
