package dev.sluice.edge.mqtt;

/** How fast one client publishes, in messages and in bytes. */
final class ClientPace {
  private final Pace messages;
  private final Pace bytes;
  private final boolean limited;

  ClientPace(MqttListener.Rates rates) {
    this.messages = new Pace(rates.messagesPerSecond());
    this.bytes = new Pace(rates.bytesPerSecond());
    this.limited = messages.isLimited() || bytes.isLimited();
  }

  /**
   * Takes a publication, unless it comes too early.
   *
   * @return how long it has to wait, 0 when it was taken
   */
  long take(int size) {
    if (!limited) {
      return 0;
    }
    long now = System.nanoTime();
    long wait = Math.max(messages.waitNanos(now), bytes.waitNanos(now));
    if (wait == 0) {
      messages.spend(1, now);
      bytes.spend(size, now);
    }
    return wait;
  }
}
