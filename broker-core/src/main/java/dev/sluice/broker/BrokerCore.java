package dev.sluice.broker;

import dev.sluice.broker.durable.Consumers;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.DurableRecord.Taken;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.broker.durable.SourceMark;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket.PingResp;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The MQTT broker as one state machine: every public method is a turn.
 *
 * <p>A turn takes one input and the monotonic time, checks it, changes state, and hands its effects
 * to the consumer in order; the consumer only queues them, for a turn is never re-entered. Packets
 * of connections that are closed or unknown are ignored: they were on their way when the connection
 * ended. All turns are called by one thread.
 */
public final class BrokerCore {
  private final BrokerLimits limits;
  private final Counters counters = new Counters();
  private final SessionTable table = new SessionTable();
  private final TimerQueue<Session> timers = new TimerQueue<>();
  private final Treatments treatments = new Treatments();
  private final OwedAnswers owed = new OwedAnswers();
  private final MemoryBudget memory;
  private final Relief relief;
  private final Durability durability;
  private final PendingAcknowledgements acknowledgements;
  private final Restoring restoring;
  private final Outbox outbox;
  private final RetainedMessages retained;
  private final Backpressure backpressure;
  private final Router router;
  private final Handover handover;
  private final Disconnecting disconnecting;
  private final Revoking revoking;
  private final Connecting connecting;
  private final Publishing publishing;
  private final Acknowledging acknowledging;
  private final Subscribing subscribing;
  private final FaultBarrier barrier;
  private final SystemTopics system;

  /**
   * @param random makes the Client Identifiers that the server assigns
   * @param effects queues what the turn asks for; performs nothing before the turn is over
   */
  public BrokerCore(
      BrokerLimits limits,
      Authorizer authorizer,
      SplittableRandom random,
      Consumer<? super Effect> effects) {
    this(limits, BrokerOptions.PLAIN, authorizer, random, effects);
  }

  /**
   * @param random makes the Client Identifiers that the server assigns
   * @param effects queues what the turn asks for; performs nothing before the turn is over
   */
  public BrokerCore(
      BrokerLimits limits,
      BrokerOptions options,
      Authorizer authorizer,
      SplittableRandom random,
      Consumer<? super Effect> effects) {
    this.limits = limits;
    memory = new MemoryBudget(limits.memoryBytesMax());
    TopicRules topics = new TopicRules(limits, options, counters);
    outbox = new Outbox(effects, counters);
    durability = new Durability(effects);
    acknowledgements = new PendingAcknowledgements(durability, outbox);
    retained = new RetainedMessages(limits, memory, durability, counters);
    backpressure = new Backpressure(limits, memory, outbox, counters);
    router = new Router(retained, durability, treatments, memory, backpressure, outbox, counters);
    handover = new Handover(table, router, durability, counters);
    disconnecting =
        new Disconnecting(
            limits,
            table,
            router,
            handover,
            treatments,
            timers,
            durability,
            backpressure,
            outbox,
            counters);
    NewSessions sessions =
        new NewSessions(
            limits, memory, table, timers, durability, outbox, acknowledgements, counters);
    restoring = new Restoring(sessions, retained, router, timers, counters);
    barrier = new FaultBarrier(table, disconnecting, outbox, counters);
    relief = new Relief(memory, table, barrier);
    revoking = new Revoking(authorizer, table, router, disconnecting, barrier, counters);
    ConnectRules rules = new ConnectRules(limits, memory, topics, random, table, authorizer);
    connecting =
        new Connecting(
            limits,
            memory,
            rules,
            table,
            disconnecting,
            timers,
            sessions,
            revoking,
            outbox,
            counters);
    publishing =
        new Publishing(
            limits,
            topics,
            treatments,
            new PayloadFormat(options.payloadFormatChecked()),
            retained,
            router,
            disconnecting,
            durability,
            acknowledgements,
            owed,
            counters);
    acknowledging = new Acknowledging(disconnecting, acknowledgements);
    subscribing =
        new Subscribing(
            limits, options, topics, router, disconnecting, durability, acknowledgements, counters);
    system = new SystemTopics(options, this::publish);
  }

  /** CONNECT of a client on this machine that was not asked who it is. */
  public void onConnect(ConnectionId id, Connect connect, long nowNanos) {
    onConnect(id, connect, Identity.LOCAL, nowNanos);
  }

  /**
   * @param identity who the client has proved to be
   */
  public void onConnect(ConnectionId id, Connect connect, Identity identity, long nowNanos) {
    onConnect(id, connect, identity, KeepLevel.DISK, nowNanos);
  }

  /**
   * @param identity who the client has proved to be
   * @param keeps what has to have its publications, where no rule of {@link #keepBy} says otherwise
   */
  public void onConnect(
      ConnectionId id, Connect connect, Identity identity, KeepLevel keeps, long nowNanos) {
    Optional<Connection> known = table.connection(id);
    barrier.guard(
        id,
        nowNanos,
        () -> {
          if (known.isPresent()) {
            // A second CONNECT [MQTT-3.1.0-2].
            disconnecting.protocolError(known.get(), ReasonCode.PROTOCOL_ERROR, nowNanos);
          } else {
            connecting.onConnect(id, connect, identity, keeps, nowNanos);
          }
        });
  }

  public void onPublish(ConnectionId id, Publish publish, long nowNanos) {
    turn(id, nowNanos, connection -> publishing.onPublish(connection, publish, nowNanos));
  }

  public void onPubAck(ConnectionId id, int packetId, ReasonCode reason, long nowNanos) {
    turn(id, nowNanos, connection -> acknowledging.onPubAck(connection, packetId, nowNanos));
  }

  public void onPubRec(ConnectionId id, int packetId, ReasonCode reason, long nowNanos) {
    turn(
        id, nowNanos, connection -> acknowledging.onPubRec(connection, packetId, reason, nowNanos));
  }

  public void onPubRel(ConnectionId id, int packetId, ReasonCode reason, long nowNanos) {
    turn(id, nowNanos, connection -> acknowledging.onPubRel(connection, packetId, nowNanos));
  }

  public void onPubComp(ConnectionId id, int packetId, ReasonCode reason, long nowNanos) {
    turn(id, nowNanos, connection -> acknowledging.onPubComp(connection, packetId, nowNanos));
  }

  public void onSubscribe(ConnectionId id, Subscribe subscribe, long nowNanos) {
    turn(id, nowNanos, connection -> subscribing.onSubscribe(connection, subscribe, nowNanos));
  }

  public void onUnsubscribe(ConnectionId id, Unsubscribe unsubscribe, long nowNanos) {
    turn(id, nowNanos, connection -> subscribing.onUnsubscribe(connection, unsubscribe, nowNanos));
  }

  public void onPingReq(ConnectionId id, long nowNanos) {
    // [MQTT-3.12.4-1]
    turn(id, nowNanos, connection -> outbox.transmit(id, new PingResp()));
  }

  /** The client is not read because it is too fast: its silence says nothing of its keep-alive. */
  public void onHeldBack(ConnectionId id, long nowNanos) {
    turn(id, nowNanos, connection -> {});
  }

  /**
   * So much of a held client waits that it is not read any more, its acknowledgements neither; it
   * may be released at once.
   */
  public void onUnread(ConnectionId id, long nowNanos) {
    turn(id, nowNanos, connection -> backpressure.onUnread(connection, nowNanos));
  }

  /** DISCONNECT from the client; {@code DISCONNECT_WITH_WILL} keeps the Will [MQTT-3.14.4-3]. */
  public void onDisconnect(ConnectionId id, ReasonCode reason, long nowNanos) {
    turn(id, nowNanos, connection -> disconnecting.onDisconnect(connection, reason, nowNanos));
  }

  /** DISCONNECT with a Session Expiry Interval that replaces the one of CONNECT. */
  public void onDisconnect(
      ConnectionId id, ReasonCode reason, Duration sessionExpiry, long nowNanos) {
    turn(
        id,
        nowNanos,
        connection -> disconnecting.onDisconnect(connection, reason, sessionExpiry, nowNanos));
  }

  /** The Network Connection is gone without DISCONNECT. Unknown connections are ignored. */
  public void onClosed(ConnectionId id, long nowNanos) {
    turn(id, nowNanos, connection -> disconnecting.onClosed(connection, nowNanos));
  }

  /** Transmit credit comes back: PUBLISH packets of that total cost have left for the socket. */
  public void onFlushed(ConnectionId id, long bytes, long nowNanos) {
    table
        .connection(id)
        .ifPresent(
            connection ->
                barrier.guard(
                    id,
                    nowNanos,
                    () -> {
                      connection.flushed(bytes);
                      connection.session().outgoing().send(connection, nowNanos);
                      backpressure.onProgress(connection.session(), nowNanos);
                    }));
  }

  /** The decoder met bytes that are no MQTT: tell an MQTT 5 client why, close, count. */
  public void onMalformed(ConnectionId id, ReasonCode reason, long nowNanos) {
    turn(id, nowNanos, connection -> disconnecting.protocolError(connection, reason, nowNanos));
  }

  /** Runs what is due: keep-alives, session expiry, delayed Wills, expired retained messages. */
  public void onTimer(long nowNanos) {
    Optional<Session> due = timers.pollDue(nowNanos);
    while (due.isPresent()) {
      Session session = due.get();
      barrier.guard(session, nowNanos, () -> disconnecting.onDue(session, nowNanos));
      due = timers.pollDue(nowNanos);
    }
    closeUnanswered(nowNanos);
    barrier.guard(() -> backpressure.onTimer(nowNanos));
    // Last: a Will may just have been retained that expires at once.
    barrier.guard(() -> retained.dropExpired(nowNanos));
    if (system.isDue(nowNanos)) {
      barrier.guard(() -> system.publish(stats(), nowNanos));
    }
  }

  private void closeUnanswered(long nowNanos) {
    Optional<Connection> unanswered = owed.pollDue(nowNanos);
    while (unanswered.isPresent()) {
      Connection connection = unanswered.get();
      barrier.guard(
          connection.id(),
          nowNanos,
          () -> disconnecting.close(connection, ReasonCode.SERVER_BUSY, nowNanos));
      unanswered = owed.pollDue(nowNanos);
    }
  }

  /**
   * When {@link #onTimer} wants to be called next; {@link Long#MAX_VALUE} when nothing is pending.
   */
  public long nextTimerNanos() {
    return Math.min(
        Math.min(system.nextNanos(), Math.min(owed.nextNanos(), backpressure.nextNanos())),
        Math.min(timers.nextNanos(), retained.nextExpiryNanos()));
  }

  /** The broker serves from now on, and says so below {@code $SYS}. */
  public void begin(long nowNanos) {
    system.begin(nowNanos);
  }

  /** Publishes a message of the server itself (an answer). Internal consumers never see it. */
  public void publish(Message message, long nowNanos) {
    barrier.guard(() -> router.publish(fromServer(message, nowNanos), nowNanos));
    relief.check(nowNanos);
  }

  /**
   * As {@link #publish}, of a source that counts its messages, where there is a journal: the mark
   * survives with what is kept of the message, and it goes to no {@link Forwarder}.
   */
  public void publishOnce(Message message, SourceMark mark, long nowNanos) {
    barrier.guard(() -> router.publishOnce(fromServer(message, nowNanos), mark, nowNanos));
    relief.check(nowNanos);
  }

  /**
   * All of a source up to that mark is here, or was given up.
   *
   * @return the number that {@link #onDurable} has to reach for this to survive
   */
  public long take(SourceMark mark) {
    return durability.append(new Taken(mark));
  }

  /** Whether the journal takes nothing more for now. */
  public boolean refusesToKeep() {
    return durability.refusing();
  }

  /** Whether what was appended up to that number would survive. */
  public boolean isDurable(long sequence) {
    return durability.isDurable(sequence);
  }

  /** Whom messages are offered that are routed from now on, once there is a journal. */
  public void forwardTo(Forwarder forwarder) {
    router.forwardTo(forwarder);
  }

  /**
   * As {@link #publish}, but only the receiver's own subscriptions see it, and nothing is retained.
   */
  public void publishTo(ClientId receiver, Message message, long nowNanos) {
    barrier.guard(
        () ->
            table
                .session(receiver)
                .ifPresent(
                    session -> router.publishTo(session, fromServer(message, nowNanos), nowNanos)));
  }

  private AcceptedMessage fromServer(Message message, long nowNanos) {
    return AcceptedMessage.of(message, Optional.empty(), treatments.of(message), nowNanos);
  }

  /**
   * Takes back what a journal holds and appends to it from now on; before the first turn. The
   * numbers of {@link Effect.Append} go on where the journal's end.
   *
   * @param messages gives those that are needed at once: retained ones and QoS 2 deliveries under
   *     way
   * @param nowNanos on the same clock as the times in the state
   * @return what consumers inside the process have not answered, in order
   */
  public List<KeptRequest> restore(DurableState state, KeptMessages messages, long nowNanos) {
    durability.enable(state.lastSequence());
    return restoring.restore(state, messages, nowNanos);
  }

  /**
   * Keeps some topics less well than the others; before the first turn.
   *
   * @param rules the first that matches a topic holds for it
   */
  public void keepBy(List<KeepRule> rules) {
    durability.keepBy(rules);
  }

  /**
   * Lets messages of some topics wait in another way than the others; before the first turn.
   *
   * @param rules the first that matches a topic holds for it
   */
  public void treatBy(List<TopicTreatment> rules) {
    treatments.use(rules);
  }

  /** What an {@link Effect.Fetch} asked for. */
  public void onFetched(Fetched fetched, long nowNanos) {
    table
        .session(fetched.client())
        .ifPresent(
            session ->
                barrier.guard(
                    session,
                    nowNanos,
                    () -> {
                      session.outgoing().onFetched(fetched, nowNanos, session.connection());
                      backpressure.onTurn(session, nowNanos);
                    }));
    barrier.guard(() -> handover.onFetched(fetched, nowNanos));
    relief.check(nowNanos);
  }

  /**
   * What was appended up to that number would survive a crash: acknowledgements and deliveries that
   * waited for it go out.
   */
  public void onDurable(long sequence, long nowNanos) {
    durability.reached(sequence);
    barrier.guard(acknowledgements::release);
    for (Connection connection : durability.takeHeld()) {
      barrier.guard(
          connection.id(),
          nowNanos,
          () -> {
            connection.session().outgoing().onDurable(connection, nowNanos);
            backpressure.onTurn(connection.session(), nowNanos);
          });
    }
    barrier.guard(() -> handover.goOn(nowNanos));
  }

  /** The journal takes no more: publications that would need it are refused. */
  public void onJournalRefusing() {
    durability.refuse();
  }

  /**
   * The journal takes records again. Clients that could not be told of a refusal are closed, so
   * that they come back and repeat what was not answered.
   */
  public void onJournalAccepting(long nowNanos) {
    durability.takeAgain();
    barrier.guard(() -> handover.goOn(nowNanos));
    for (Session session : table.sessions()) {
      session
          .connection()
          .filter(Connection::owesAcknowledgement)
          .ifPresent(
              connection ->
                  barrier.guard(
                      connection.id(),
                      nowNanos,
                      () -> disconnecting.close(connection, ReasonCode.SERVER_BUSY, nowNanos)));
    }
  }

  /** Registers a filter of an internal consumer; matched in the same trie as the subscriptions. */
  public void subscribeInternal(int consumer, TopicFilter filter) {
    router.add(filter, new InternalSubscriber(consumer, Optional.empty()));
  }

  public void unsubscribeInternal(int consumer, TopicFilter filter) {
    router.remove(filter, new InternalSubscriber(consumer, Optional.empty()));
  }

  /**
   * As above, for a consumer that is owed what it has not answered across crashes: messages of QoS
   * 1 and 2, as soon as there is a journal.
   *
   * @param name of the consumer, the same in the next process
   */
  public void subscribeInternal(int consumer, TopicFilter filter, String name) {
    router.add(filter, new InternalSubscriber(consumer, Optional.of(Consumers.named(name))));
  }

  public void unsubscribeInternal(int consumer, TopicFilter filter, String name) {
    router.remove(filter, new InternalSubscriber(consumer, Optional.of(Consumers.named(name))));
  }

  /**
   * Publishes the one answer to a request that the journal has, as {@link #publish} does, when it
   * is durable that the request has had it.
   */
  public void answer(KeptRequest.Ref request, Message answer, long nowNanos) {
    barrier.guard(() -> router.answer(request, fromServer(answer, nowNanos), nowNanos));
  }

  /** As {@link #answer}, as {@link #publishTo} does. */
  public void answerTo(ClientId receiver, KeptRequest.Ref request, Message answer, long nowNanos) {
    barrier.guard(
        () ->
            router.answerTo(
                table.session(receiver), request, fromServer(answer, nowNanos), nowNanos));
  }

  /** A request that the journal has needs no answer. */
  public void forget(KeptRequest.Ref request) {
    durability.note(new Settled(Consumers.named(request.consumer()), request.id()));
  }

  /**
   * The authorizer's answers have changed: clients keep what they may still have, and lose the rest
   * at once.
   */
  public RightsChange onRightsChanged(long nowNanos) {
    return revoking.onRightsChanged(nowNanos);
  }

  /** Ends a connection for a reason of the server's, such as a proof that has expired. */
  public void disconnect(ConnectionId id, ReasonCode reason, long nowNanos) {
    table
        .connection(id)
        .ifPresent(
            connection ->
                barrier.guard(
                    id, nowNanos, () -> disconnecting.close(connection, reason, nowNanos)));
  }

  /**
   * Closes every connection with SERVER_SHUTTING_DOWN; Wills stay unsent: the clients did not fail.
   */
  public void shutDown(long nowNanos) {
    for (Session session : table.sessions()) {
      session
          .connection()
          .ifPresent(
              connection ->
                  barrier.guard(
                      connection.id(),
                      nowNanos,
                      () -> disconnecting.shutDown(connection, nowNanos)));
    }
  }

  public BrokerStats stats() {
    return counters.snapshot(table, retained, memory);
  }

  /** One session, for operators and checks; costs nothing until it is asked for. */
  public Optional<SessionStatus> session(ClientId clientId) {
    return table.session(clientId).map(session -> SessionStatus.of(session, limits.inflightMax()));
  }

  /** The exception behind the latest of {@link BrokerStats#faults}, for the log. */
  public Optional<RuntimeException> lastFault() {
    return barrier.last();
  }

  /** A packet of a connection; any packet shows that the client lives (section 3.1.2.10). */
  private void turn(ConnectionId id, long nowNanos, Consumer<Connection> rule) {
    Optional<Connection> found = table.connection(id);
    if (found.isPresent()) {
      Connection connection = found.get();
      connection.packetArrived(nowNanos);
      barrier.guard(
          id,
          nowNanos,
          () -> {
            rule.accept(connection);
            backpressure.onTurn(connection.session(), nowNanos);
          });
      relief.check(nowNanos);
    }
  }

  /** For the tests. */
  Handover handover() {
    return handover;
  }

  /** For the invariant checks of the tests. */
  SessionTable table() {
    return table;
  }

  /** For the tests. */
  RetainedMessages retained() {
    return retained;
  }
}
