package dev.sluice.bench.load;

import dev.sluice.bench.wire.Stamp;

/**
 * What is sent.
 *
 * @param qos of publications and subscriptions, 0 to 2
 * @param payloadBytes of each message
 * @param window messages of one publisher under way, unless their bytes are too many
 * @param ratePerSecond messages of all publishers together, at fixed times; 0 = as fast as the
 *     window allows
 * @param lasting whether the sessions of the subscribers outlive their connections, so that a
 *     broker that keeps such sessions has to keep the messages
 */
public record Traffic(
    Topology topology, int qos, int payloadBytes, int window, int ratePerSecond, boolean lasting) {
  /** Under way to one subscriber: well below what brokers queue for a client. */
  private static final int BYTES_UNDER_WAY_MAX = 4 << 20;

  /** Packet Identifiers must not come round while one is in use. */
  private static final int WINDOW_MAX = 60_000;

  public Traffic {
    if (qos < 0 || qos > 2) {
      throw new IllegalArgumentException("qos must be 0 to 2, not " + qos);
    }
    if (payloadBytes < Stamp.BYTES) {
      throw new IllegalArgumentException("payloadBytes must be at least " + Stamp.BYTES);
    }
    if (window < 1 || window > WINDOW_MAX) {
      throw new IllegalArgumentException("window must be 1 to " + WINDOW_MAX);
    }
  }

  /** As fast as a window of that many messages for each publisher allows. */
  public static Traffic closedLoop(Topology topology, int qos, int payloadBytes, int window) {
    return new Traffic(topology, qos, payloadBytes, window, 0, false);
  }

  /** At fixed times, whatever the broker does. */
  public static Traffic openLoop(Topology topology, int qos, int payloadBytes, int ratePerSecond) {
    return new Traffic(topology, qos, payloadBytes, WINDOW_MAX, ratePerSecond, false);
  }

  /** The same with at most so many messages of one publisher under way. */
  public Traffic within(int messages) {
    return new Traffic(topology, qos, payloadBytes, messages, ratePerSecond, lasting);
  }

  /** The same for subscribers whose sessions last. */
  public Traffic toLastingSessions() {
    return new Traffic(topology, qos, payloadBytes, window, ratePerSecond, true);
  }

  boolean isOpenLoop() {
    return ratePerSecond > 0;
  }

  /** The window that keeps the bytes under way to one subscriber within their bound. */
  public int windowInUse() {
    if (isOpenLoop()) {
      return window;
    }
    int heard = topology.publishers() * topology.copies() / topology.subscribers();
    int byBytes = BYTES_UNDER_WAY_MAX / (Math.max(1, heard) * payloadBytes);
    return Math.max(1, Math.min(window, byBytes));
  }
}
