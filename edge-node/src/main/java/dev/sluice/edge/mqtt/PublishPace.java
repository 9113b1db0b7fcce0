package dev.sluice.edge.mqtt;

/** How fast may be published, in messages and in bytes: by one client, or by all. */
final class PublishPace {
  private final Pace messages;
  private final Pace bytes;

  /**
   * @param messagesPerSecond 0 for any number
   * @param bytesPerSecond 0 for any number
   */
  PublishPace(long messagesPerSecond, long bytesPerSecond) {
    this.messages = new Pace(messagesPerSecond);
    this.bytes = new Pace(bytesPerSecond);
  }

  boolean isLimited() {
    return messages.isLimited() || bytes.isLimited();
  }

  /** How long the next publication has to wait; 0 when it need not. */
  long waitNanos(long nowNanos) {
    return Math.max(messages.waitNanos(nowNanos), bytes.waitNanos(nowNanos));
  }

  void spend(int size, long nowNanos) {
    messages.spend(1, nowNanos);
    bytes.spend(size, nowNanos);
  }
}
