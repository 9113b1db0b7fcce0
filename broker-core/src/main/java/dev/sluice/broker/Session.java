package dev.sluice.broker;

import dev.sluice.broker.TimerQueue.Timer;
import dev.sluice.broker.durable.DurableSession;
import dev.sluice.broker.durable.Owner;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Will;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the broker remembers of one client (section 4.1), with or without a connection. */
final class Session {
  // For the session.
  private final ClientId clientId;
  private final SessionLog log;
  private final OutgoingQos outgoing;
  private final IncomingQos incoming = new IncomingQos();
  private final Map<TopicFilter, Subscription> subscriptions = new LinkedHashMap<>(4);
  private final Timer<Session> timer;
  private final Grant grant = new Grant();

  // For the connection, or the time since the last one.
  private Optional<Owner> owner = Optional.empty();
  private Optional<Identity> identity = Optional.empty();
  private Rights rights = Rights.NONE;
  private Optional<Connection> connection = Optional.empty();
  private Duration expiry = Duration.ZERO;
  private Optional<Will> will = Optional.empty();
  private long willDueNanos = Deadlines.NEVER;
  private long endNanos = Deadlines.NEVER;
  private Optional<Lag> lag = Optional.empty();

  Session(ClientId clientId, SessionLog log, OutgoingQos outgoing, TimerQueue<Session> timers) {
    this.clientId = clientId;
    this.log = log;
    this.outgoing = outgoing;
    this.timer = timers.timerFor(this);
  }

  ClientId clientId() {
    return clientId;
  }

  SessionLog log() {
    return log;
  }

  OutgoingQos outgoing() {
    return outgoing;
  }

  IncomingQos incoming() {
    return incoming;
  }

  Map<TopicFilter, Subscription> subscriptions() {
    return subscriptions;
  }

  Timer<Session> timer() {
    return timer;
  }

  Grant grant() {
    return grant;
  }

  /** Whose it is; nobody's when its client proved nothing. */
  Optional<Owner> owner() {
    return owner;
  }

  /** Who its client has proved to be; empty after a restart, until it comes. */
  Optional<Identity> identity() {
    return identity;
  }

  Rights rights() {
    return rights;
  }

  void own(Identity proved, Rights allowed) {
    owner = proved.owner();
    identity = Optional.of(proved);
    rights = allowed;
  }

  Optional<Connection> connection() {
    return connection;
  }

  Duration expiry() {
    return expiry;
  }

  void setExpiry(Duration expiry) {
    this.expiry = expiry;
  }

  /** A new connection takes the session over; an unsent Will is withdrawn [MQTT-3.1.3-9]. */
  void attach(Connection opened, Duration expiryAfter, Optional<Will> newWill) {
    connection = Optional.of(opened);
    expiry = expiryAfter;
    will = newWill;
    willDueNanos = Deadlines.NEVER;
    endNanos = Deadlines.NEVER;
    log.opened(owner, expiryAfter, newWill);
  }

  /** As it was when the process ended, without connection. */
  void restore(DurableSession kept, long nowNanos) {
    owner = kept.owner();
    expiry = kept.expiry();
    will = kept.will();
    log.restored();
    kept.incoming().forEach(incoming::restore);
    // A connection of which no end was seen ends now.
    endNanos = kept.connected() ? Deadlines.after(nowNanos, expiry) : kept.endsAtNanos();
    willDueNanos =
        kept.connected() && will.isPresent()
            ? Deadlines.after(nowNanos, will.get().delay())
            : kept.willDueNanos();
  }

  void detach(long nowNanos) {
    connection = Optional.empty();
    outgoing.suspend();
    incoming.suspend();
    endNanos = Deadlines.after(nowNanos, expiry);
  }

  /** Present while its client does not take messages as fast as they come. */
  Optional<Lag> lag() {
    return lag;
  }

  void setLag(Optional<Lag> now) {
    lag = now;
  }

  Optional<Will> will() {
    return will;
  }

  void dropWill() {
    if (will.isPresent()) {
      log.willCleared();
    }
    will = Optional.empty();
    willDueNanos = Deadlines.NEVER;
  }

  long endNanos() {
    return endNanos;
  }

  long willDueNanos() {
    return willDueNanos;
  }

  void delayWill(long dueNanos) {
    willDueNanos = dueNanos;
  }

  boolean willIsDue(long nowNanos) {
    return will.isPresent() && nowNanos >= willDueNanos;
  }

  boolean hasEnded(long nowNanos) {
    return connection.isEmpty() && nowNanos >= endNanos;
  }

  /** When there is something to do for this session: keep-alive, else delayed Will or its end. */
  long nextDueNanos() {
    if (connection.isPresent()) {
      return connection.get().keepAliveDueNanos();
    }
    return Math.min(willDueNanos, endNanos);
  }

  /** Whether {@link #deliver} would not lose the message for lack of room. */
  boolean takes(Outgoing message, long nowNanos) {
    boolean nobodyThere = connection.isEmpty() && !message.needsAcknowledgement();
    return nobodyThere || outgoing.queue().takes(message, nowNanos);
  }

  /** Hands the message to the connection, or keeps it for the next one. */
  void deliver(Outgoing message, Counters counters, long nowNanos) {
    if (connection.isPresent()) {
      outgoing.offer(connection.get(), message, nowNanos);
    } else if (message.needsAcknowledgement()) {
      outgoing.keep(message, nowNanos);
    } else {
      counters.droppedOffline++;
    }
  }
}
