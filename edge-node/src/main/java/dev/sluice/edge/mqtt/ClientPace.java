package dev.sluice.edge.mqtt;

/** How fast one client publishes, within its own bounds and those of all clients. */
final class ClientPace {
  private final PublishPace own;
  private final PublishPace all;
  private final boolean limited;

  ClientPace(MqttListener.Rates rates, PublishPace all) {
    this.own = new PublishPace(rates.messagesPerSecond(), rates.bytesPerSecond());
    this.all = all;
    this.limited = own.isLimited() || all.isLimited();
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
    long wait = Math.max(own.waitNanos(now), all.waitNanos(now));
    if (wait == 0) {
      own.spend(size, now);
      all.spend(size, now);
    }
    return wait;
  }
}
