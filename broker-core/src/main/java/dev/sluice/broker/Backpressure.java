package dev.sluice.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Slows publishers down to what those take who hear them, for as long as that helps.
 *
 * <p>A connected client <em>lags</em> from when an eighth of what may wait for it does until no
 * more than a sixteenth does; when messages take {@value #CROWDED_PERCENT} % of the memory that
 * they may, much less is enough. A publisher is <em>held</em> after a message that more clients
 * have that lag than others who keep up, routes and lanes among these: no further publication of it
 * is taken. One client that lags among others that do not slows nobody down.
 *
 * <p>Each hold ends: when the client that is waited for has caught up, or has gone, or has lagged
 * for too long. Then nobody waits for it again before it has caught up, and what becomes of its
 * messages is up to the rules of a full queue. Nobody waits for clients that are away.
 *
 * <p>Nobody waits for himself: a client that lags and whose acknowledgements could only be read
 * behind publications of its own is released, and so is one of a circle.
 */
final class Backpressure {
  /** Of the memory for messages: well before the first step of {@link MemoryPressure}. */
  static final int CROWDED_PERCENT = 50;

  /** Then a client lags with this part of what may wait for it, in flight included. */
  private static final int CROWDED_SHARE = 32;

  private static final double PERCENT = 100.0;

  // For the process.
  private final Duration waitMax;
  private final FillMarks lagMarks;
  private final FillMarks caughtUp;
  private final int fewMessages;
  private final int fewBytes;
  private final long crowdedBytes;
  private final MemoryBudget memory;
  private final Outbox outbox;
  private final Counters counters;

  /** Who lags and is waited for, in the order in which that began. */
  private final Set<Session> lagging = new LinkedHashSet<>();

  /** Not later than the first of them has lagged for too long; it may have caught up since. */
  private long nextNanos = Deadlines.NEVER;

  Backpressure(BrokerLimits limits, MemoryBudget memory, Outbox outbox, Counters counters) {
    this.waitMax = limits.publisherWaitMax();
    this.lagMarks = FillMarks.lagging(limits);
    this.caughtUp = FillMarks.caughtUp(limits);
    this.fewMessages = Math.max(1, limits.queueMessagesMax() / CROWDED_SHARE);
    this.fewBytes = Math.max(1, limits.queueBytesMax() / CROWDED_SHARE);
    this.crowdedBytes = (long) (memory.max() / PERCENT * CROWDED_PERCENT);
    this.memory = memory;
    this.outbox = outbox;
    this.counters = counters;
  }

  // Who lags.

  /** The session was given a message. */
  void onDelivered(Session session, long nowNanos) {
    if (session.lag().isPresent()) {
      // To make room for it, more may have gone than has come.
      onTurn(session, nowNanos);
    } else if (session.connection().isPresent()
        && !waitMax.isZero()
        && hasFallenBehind(session.outgoing())) {
      begin(session, session.connection().get(), nowNanos);
    }
  }

  private void begin(Session session, Connection own, long nowNanos) {
    session.setLag(Optional.of(new Lag(nowNanos)));
    lagging.add(session);
    nextNanos = Math.min(nextNanos, Deadlines.after(nowNanos, waitMax));
    if (own.hold().isUnread()) {
      exempt(own, nowNanos);
    }
  }

  private boolean hasFallenBehind(OutgoingQos outgoing) {
    if (isCrowded()) {
      return outgoing.heldMessages() >= fewMessages || outgoing.heldBytes() >= fewBytes;
    }
    return !outgoing.queue().isEmpty() && outgoing.queue().reaches(lagMarks);
  }

  /**
   * Something may have gone, to the client or otherwise: who is waited for need not be any more.
   */
  void onTurn(Session session, long nowNanos) {
    if (isWaitedFor(session)) {
      onProgress(session, nowNanos);
    }
  }

  /**
   * The client's socket has taken something. Nothing else makes up for having been given up: a
   * queue that is short because messages were dropped would have everybody wait again.
   */
  void onProgress(Session session, long nowNanos) {
    if (session.lag().isPresent() && hasCaughtUp(session.outgoing())) {
      end(session, nowNanos);
    }
  }

  private boolean hasCaughtUp(OutgoingQos outgoing) {
    if (isCrowded()) {
      return outgoing.heldMessages() <= fewMessages / 2 && outgoing.heldBytes() <= fewBytes / 2;
    }
    return !outgoing.queue().reaches(caughtUp);
  }

  private boolean isCrowded() {
    return memory.held() >= crowdedBytes;
  }

  private void end(Session session, long nowNanos) {
    Optional<Lag> over = session.lag();
    session.setLag(Optional.empty());
    lagging.remove(session);
    session.connection().ifPresent(own -> own.hold().exempt(false));
    over.ifPresent(lag -> release(lag.waiting(), nowNanos));
  }

  // Who is held.

  /**
   * A publication was routed.
   *
   * @param heardBy sessions that have it
   * @param others consumers and lanes that have it, which always keep up
   */
  void onRouted(Connection publisher, List<Session> heardBy, int others, long nowNanos) {
    Hold hold = publisher.hold();
    if (lagging.isEmpty() || hold.isHeld() || hold.isExempt()) {
      return;
    }
    int hearers = others;
    int behind = 0;
    Optional<Session> awaited = Optional.empty();
    for (Session session : heardBy) {
      if (session.connection().isPresent()) {
        hearers++;
      }
      if (isWaitedFor(session)) {
        behind++;
        awaited = Optional.of(session);
      }
    }
    if (2 * behind > hearers) {
      awaited.ifPresent(session -> hold(publisher, session, nowNanos));
    }
  }

  private static boolean isWaitedFor(Session session) {
    return session.lag().isPresent() && session.lag().get().isWaitedFor();
  }

  private void hold(Connection publisher, Session awaited, long nowNanos) {
    publisher.hold().begin(awaited, nowNanos);
    awaited.lag().ifPresent(lag -> lag.waiting().add(publisher));
    counters.holds++;
    counters.heldPublishers++;
    outbox.hold(publisher.id());
  }

  /**
   * A held publisher has sent so much that it is not read any more. When it lags itself it has to
   * be: its acknowledgements come behind what it publishes.
   */
  void onUnread(Connection publisher, long nowNanos) {
    if (publisher.hold().isHeld()) {
      publisher.hold().stopReading();
      if (isWaitedFor(publisher.session())) {
        exempt(publisher, nowNanos);
      }
    }
  }

  private void exempt(Connection publisher, long nowNanos) {
    publisher.hold().exempt(true);
    publisher
        .hold()
        .awaited()
        .flatMap(Session::lag)
        .ifPresent(lag -> lag.waiting().remove(publisher));
    release(List.of(publisher), nowNanos);
  }

  private void release(Collection<Connection> publishers, long nowNanos) {
    for (Connection publisher : publishers) {
      forget(publisher, nowNanos);
      // What it has sent meanwhile is a sign of life that was not looked at.
      publisher.packetArrived(nowNanos);
      outbox.release(publisher.id());
    }
  }

  private void forget(Connection publisher, long nowNanos) {
    counters.heldPublishers--;
    counters.heldNanos += nowNanos - publisher.hold().sinceNanos();
    publisher.hold().end();
  }

  /** The connection is gone: it waits for nobody, and nobody for its client. */
  void onDetached(Connection connection, long nowNanos) {
    Optional<Session> awaited = connection.hold().awaited();
    if (awaited.isPresent()) {
      awaited.get().lag().ifPresent(lag -> lag.waiting().remove(connection));
      forget(connection, nowNanos);
    }
    if (connection.session().lag().isPresent()) {
      end(connection.session(), nowNanos);
    }
  }

  // How long.

  /** Gives up those that have lagged for too long. */
  void onTimer(long nowNanos) {
    if (nowNanos < nextNanos) {
      return;
    }
    Optional<Session> first = first();
    while (first.isPresent() && endsAtNanos(first.get()) <= nowNanos) {
      giveUp(first.get(), nowNanos);
      first = first();
    }
    nextNanos = first.map(this::endsAtNanos).orElse(Deadlines.NEVER);
  }

  private Optional<Session> first() {
    return lagging.stream().findFirst();
  }

  private long endsAtNanos(Session session) {
    return session
        .lag()
        .map(lag -> Deadlines.after(lag.sinceNanos(), waitMax))
        .orElse(Deadlines.NEVER);
  }

  private void giveUp(Session session, long nowNanos) {
    lagging.remove(session);
    session.connection().ifPresent(own -> own.hold().exempt(false));
    Lag lag = session.lag().orElseThrow();
    lag.giveUp();
    counters.holdsTimedOut += lag.waiting().size();
    release(lag.waiting(), nowNanos);
    lag.waiting().clear();
  }

  long nextNanos() {
    return nextNanos;
  }
}
