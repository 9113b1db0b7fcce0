package dev.sluice.sim.world.check;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
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

  /**
   * What all subscriptions together ask of one topic, as the level of a QoS; below 0 for nothing.
   *
   * @param ofOthers of messages of other clients and of the server
   * @param ofItsOwn of its own messages
   */
  record Grant(int ofOthers, int ofItsOwn) {}

  /** Deliveries whose order counts. */
  record Stream(Optional<ClientId> publisher, String topic, Qos qos) {}

  // For the session.
  final ClientId client;
  private final Map<TopicFilter, Wanted> subscriptions = new LinkedHashMap<>();
  private final Map<TopicName, Grant> grants = new HashMap<>();
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

  /** How many of those owed may have been dropped for lack of room. */
  int droppable;

  SessionModel(ClientId client) {
    this.client = client;
  }

  /** False when the filter was there already. */
  boolean subscribe(TopicFilter filter, Wanted wanted) {
    grants.clear();
    return subscriptions.put(filter, wanted) == null;
  }

  void unsubscribe(TopicFilter filter) {
    grants.clear();
    subscriptions.remove(filter);
  }

  int subscriptionCount() {
    return subscriptions.size();
  }

  Grant grant(TopicName topic) {
    Grant known = grants.get(topic);
    if (known == null) {
      known = granted(topic);
      grants.put(topic, known);
    }
    return known;
  }

  private Grant granted(TopicName topic) {
    int ofOthers = -1;
    int ofItsOwn = -1;
    for (Map.Entry<TopicFilter, Wanted> one : subscriptions.entrySet()) {
      if (one.getKey().matches(topic)) {
        int level = one.getValue().qos().level();
        ofOthers = Math.max(ofOthers, level);
        ofItsOwn = one.getValue().noLocal() ? ofItsOwn : Math.max(ofItsOwn, level);
      }
    }
    return new Grant(ofOthers, ofItsOwn);
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
