package dev.sluice.edge.mqtt;

import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;

/**
 * What all listeners of a node take together, however many there are: sockets, clients let in, and
 * publications. Owned by their event loop.
 */
public final class NodeLimits {
  /**
   * @param socketsMax open at once, accepted clients or not; one more is closed without a word
   * @param connectsPerSecond clients let in; 0 for any number, as everywhere here
   * @param messagesPerSecond PUBLISH packets
   * @param bytesPerSecond their bytes
   */
  public record Settings(
      int socketsMax, int connectsPerSecond, int messagesPerSecond, long bytesPerSecond) {}

  private final Settings settings;
  private final PublishPace publications;
  private Admissions admissions;
  private int sockets;

  public NodeLimits(Settings settings) {
    this.settings = settings;
    this.publications = new PublishPace(settings.messagesPerSecond(), settings.bytesPerSecond());
  }

  /** A listener begins to listen on the loop that is to own this. */
  void begin(EventLoop loop, LongSupplier nanoClock) {
    if (admissions == null) {
      LoopLag lag = new LoopLag(loop, nanoClock);
      lag.watch();
      admissions = new Admissions(settings.connectsPerSecond(), loop, nanoClock, lag);
    }
  }

  /**
   * @return false when there are as many as there may be
   */
  boolean takesSocket() {
    if (sockets >= settings.socketsMax()) {
      return false;
    }
    sockets++;
    return true;
  }

  void socketGone() {
    sockets--;
  }

  Admissions admissions() {
    return admissions;
  }

  PublishPace publications() {
    return publications;
  }
}
