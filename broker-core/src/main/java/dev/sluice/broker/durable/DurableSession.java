package dev.sluice.broker.durable;

import dev.sluice.broker.durable.DurableRecord.SessionKept;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the records say of one session. */
public final class DurableSession {
  private final ClientId client;
  private final Map<TopicFilter, SubscriptionTerms> subscriptions = new LinkedHashMap<>(4);
  private final BitSet incoming = new BitSet();

  /** A session that is only mentioned is not there: the record that made it may follow, or not. */
  private boolean known;

  private Duration expiry = Duration.ZERO;
  private Optional<Will> will = Optional.empty();
  private Optional<Owner> owner = Optional.empty();
  private boolean connected;
  private long endsAtNanos = DurableRecord.NEVER;
  private long willDueNanos = DurableRecord.NEVER;
  private int owed;
  private long owedFrom = Long.MAX_VALUE;
  private long place;
  private long bytes;

  DurableSession(ClientId client) {
    this.client = client;
  }

  void open(Optional<Owner> newOwner, Duration newExpiry, Optional<Will> newWill) {
    known = true;
    owner = newOwner;
    expiry = newExpiry;
    will = newWill;
    connected = true;
    endsAtNanos = DurableRecord.NEVER;
    willDueNanos = DurableRecord.NEVER;
  }

  void detach(long newEndsAtNanos, long newWillDueNanos) {
    connected = false;
    endsAtNanos = newEndsAtNanos;
    willDueNanos = newWillDueNanos;
  }

  void become(SessionKept kept) {
    known = true;
    owner = kept.owner();
    expiry = kept.expiry();
    will = kept.will();
    connected = kept.connected();
    endsAtNanos = kept.endsAtNanos();
    willDueNanos = kept.willDueNanos();
    subscriptions.clear();
    kept.subscriptions().forEach(this::subscribe);
    incoming.clear();
    kept.incoming().forEach(incoming::set);
  }

  void clearWill() {
    will = Optional.empty();
    willDueNanos = DurableRecord.NEVER;
  }

  void subscribe(SubscriptionTerms terms) {
    subscriptions.put(terms.filter(), terms);
  }

  void unsubscribe(TopicFilter filter) {
    subscriptions.remove(filter);
  }

  void remember(int packetId) {
    incoming.set(packetId);
  }

  void release(int packetId) {
    incoming.clear(packetId);
  }

  void owe(long message) {
    owed++;
    owedFrom = Math.min(owedFrom, message);
  }

  void settle() {
    owed--;
    if (owed == 0) {
      owedFrom = Long.MAX_VALUE;
    }
  }

  /** Written as a whole at that place of the log. */
  void writtenAt(long newPlace, long newBytes) {
    place = newPlace;
    bytes = newBytes;
  }

  void grow(long moreBytes) {
    bytes += moreBytes;
  }

  boolean known() {
    return known;
  }

  public ClientId client() {
    return client;
  }

  public Duration expiry() {
    return expiry;
  }

  public Optional<Will> will() {
    return will;
  }

  public Optional<Owner> owner() {
    return owner;
  }

  /** Whether its connection had not been seen to end. */
  public boolean connected() {
    return connected;
  }

  public long endsAtNanos() {
    return endsAtNanos;
  }

  public long willDueNanos() {
    return willDueNanos;
  }

  public List<SubscriptionTerms> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  /** Packet Identifiers of QoS 2 publications between PUBREC and PUBREL. */
  public List<Integer> incoming() {
    return incoming.stream().boxed().toList();
  }

  /** How many messages it is owed. */
  public int owed() {
    return owed;
  }

  /** None that it is owed has a lesser id. */
  long owedFrom() {
    return owedFrom;
  }

  /** Where the log last wrote it as a whole. */
  public long place() {
    return place;
  }

  long bytes() {
    return bytes;
  }

  /** The record that says all of this again. */
  public SessionKept record() {
    return new SessionKept(
        client,
        expiry,
        will,
        connected,
        endsAtNanos,
        willDueNanos,
        subscriptions(),
        incoming(),
        owner);
  }
}
