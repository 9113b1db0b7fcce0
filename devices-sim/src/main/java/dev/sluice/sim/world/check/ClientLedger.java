package dev.sluice.sim.world.check;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one client has been promised, over all lives of the edge node. */
final class ClientLedger {
  /** The clock of a gateway without battery, its drift, and the time of a turn. */
  private static final long MARGIN_NANOS = 200_000_000;

  private static final Duration EXPIRY_MAX = Duration.ofHours(1);

  final ClientId id;

  // For the session, as the client was told of it.
  final Map<Long, Accepted> owed = new LinkedHashMap<>();
  private final Map<TopicFilter, Subscribe.Item> subscriptions = new HashMap<>();
  private final Map<TopicFilter, Long> uncertain = new HashMap<>();
  private final Set<Long> arrived = new HashSet<>();
  private final Set<Long> arrivedOnce = new HashSet<>();
  int epoch;
  private long beganInLife;
  private boolean firm;

  /** Publications before that number may have been taken for those of a session that came back. */
  long voidBefore;

  private Duration expiry = Duration.ZERO;
  private int packetBytesMax;
  private long heardNanos;

  ClientLedger(ClientId id) {
    this.id = id;
  }

  void connects(Duration expiryAfter, int bytesMax) {
    expiry = expiryAfter;
    packetBytesMax = bytesMax;
  }

  /** The broker knows that it lives, and would still know after a crash. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  /** Whether the session must be there. */
  boolean mustBeThere(long nowNanos) {
    Duration bounded = expiry.compareTo(EXPIRY_MAX) < 0 ? expiry : EXPIRY_MAX;
    return firm && nowNanos - heardNanos < bounded.toNanos() - MARGIN_NANOS;
  }

  /** It was told that nothing is left of its session. */
  void began(long life) {
    forget();
    beganInLife = life;
  }

  /** Whether the session it goes on with cannot be the one it was last told of. */
  boolean isAnother(long life) {
    return !firm && beganInLife != life;
  }

  void forget() {
    epoch++;
    firm = false;
    owed.clear();
    subscriptions.clear();
    uncertain.clear();
    arrived.clear();
    arrivedOnce.clear();
  }

  // Subscriptions.

  /** Until that change, or a later one, is acknowledged, nobody knows. */
  void changes(TopicFilter filter, long change) {
    subscriptions.remove(filter);
    uncertain.put(filter, change);
  }

  /** SUBACK: the session and this filter of it last. */
  void subscribed(Subscribe.Item item, long change) {
    TopicFilter filter = TopicFilter.of(item.filter());
    firm = !expiry.isZero();
    if (uncertain.remove(filter, change)) {
      subscriptions.put(filter, item);
    }
  }

  void unsubscribed(TopicFilter filter, long change) {
    uncertain.remove(filter, change);
  }

  /** Whether a session with that many subscriptions can be the one it was promised. */
  boolean fits(int found) {
    return subscriptions.size() <= found && found <= subscriptions.size() + uncertain.size();
  }

  // Messages.

  /** Whether the message, once acknowledged, must reach it. */
  boolean isOwed(Accepted message) {
    if (!firm
        || message.expiresAtNanos() != Long.MAX_VALUE
        || message.packetBytes() > packetBytesMax) {
      return false;
    }
    boolean own = message.publisher().filter(id::equals).isPresent();
    return subscriptions.values().stream()
        .anyMatch(
            item ->
                item.qos() != Qos.AT_MOST_ONCE
                    && !(own && item.noLocal())
                    && TopicFilter.of(item.filter()).matches(message.topic()));
  }

  void owe(Accepted message, int asOf) {
    if (asOf == epoch && !arrived.contains(message.key())) {
      owed.put(message.key(), message);
    }
  }

  void arrived(Delivery packet, Checks checks) {
    if (packet.retain()) {
      return;
    }
    long key = Content.keyOf(packet.message());
    arrived.add(key);
    owed.remove(key);
    if (packet.qos() == Qos.EXACTLY_ONCE) {
      checks.require(
          Rule.ARRIVES_ONCE,
          arrivedOnce.add(key),
          () -> id + " has it twice: message " + key + " on " + packet.message().topic());
    }
  }

  @Override
  public String toString() {
    return id + " with " + subscriptions.keySet() + ", uncertain " + uncertain.keySet();
  }
}
