package dev.sluice.edge;

import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * A client that keeps its session and comes back whenever it can; it is driven by {@link #tick}.
 * Its publications are numbered, and it notes what was acknowledged and what arrived.
 */
abstract class CrashClient {
  static final int IN_FLIGHT_MAX = 20;

  private final String id;
  private final CrashNotes notes = new CrashNotes();
  private int published;

  CrashClient(String id) {
    this.id = id;
  }

  CrashNotes notes() {
    return notes;
  }

  /** Connects again if need be. */
  final void tick() {
    if (notes.isConnecting() || isConnected()) {
      return;
    }
    notes.connecting(true);
    try {
      beginToConnect();
    } catch (Exception busy) {
      notes.connecting(false);
    }
  }

  abstract void beginToConnect() throws Exception;

  abstract boolean isConnected();

  abstract void subscribe(String filter, int qos) throws Exception;

  /** Hands a publication over, with that number as its context. */
  abstract void send(String topic, byte[] payload, int qos, boolean retained, int number)
      throws Exception;

  /** What the client still has; its own count of what is in flight drifts with each connection. */
  abstract int onTheWay();

  abstract void close() throws Exception;

  /** Publishes the next number, unless enough is on its way. */
  final void publish(String topic, int qos, boolean retained) {
    publish(topic, qos, retained, Integer::toString);
  }

  /**
   * @param content what to say of a number
   */
  final void publish(String topic, int qos, boolean retained, IntFunction<String> content) {
    if (!isConnected() || onTheWay() >= IN_FLIGHT_MAX) {
      return;
    }
    byte[] payload = content.apply(published).getBytes(StandardCharsets.UTF_8);
    try {
      send(topic, payload, qos, retained, published);
      published++;
    } catch (Exception gone) {
      // It was not taken; its number goes to the next.
    }
  }

  final boolean isIdle() {
    return isConnected() && onTheWay() == 0;
  }

  final int published() {
    return published;
  }

  @Override
  public String toString() {
    return "%s: published %d, acknowledged %d, on its way %d, connected %s"
        .formatted(id, published, notes.acknowledged().size(), onTheWay(), isConnected());
  }
}
