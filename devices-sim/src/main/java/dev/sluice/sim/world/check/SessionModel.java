package dev.sluice.sim.world.check;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One session as the model sees it. */
final class SessionModel {
  /** What one subscription asks. */
  record Wanted(Qos qos, boolean noLocal) {}

  /** Deliveries whose order counts. */
  record Stream(Optional<ClientId> publisher, String topic, Qos qos) {}

  // For the session.
  final ClientId client;
  final Map<TopicFilter, Wanted> subscriptions = new LinkedHashMap<>();
  final ArrayDeque<Owed> owed = new ArrayDeque<>();
  final Map<Integer, Owed> inFlight = new HashMap<>();
  final Map<Stream, Long> lastArrived = new HashMap<>();
  final BitSet received = new BitSet();

  // For the connection, or the time since the last one.
  Optional<ConnectionModel> connection = Optional.empty();
  Duration expiry = Duration.ZERO;
  Optional<Will> will = Optional.empty();
  long willDueNanos = Long.MAX_VALUE;
  long endNanos = Long.MAX_VALUE;
  int packetBytesMax;

  // Since the broker's own word on its queue.
  int queued;
  long queuedBytes;
  int offered;
  long offeredBytes;
  int departed;
  boolean touched;

  SessionModel(ClientId client) {
    this.client = client;
  }

  void dropWill() {
    will = Optional.empty();
    willDueNanos = Long.MAX_VALUE;
  }

  /** The earliest of what time does to it. */
  long dueNanos() {
    return connection.isPresent()
        ? connection.get().silentAtNanos()
        : Math.min(willDueNanos, endNanos);
  }
}
