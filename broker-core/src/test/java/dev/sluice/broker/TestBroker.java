package dev.sluice.broker;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A broker on a hand-turned clock, whose effects reach {@link TestClient}s after each turn. */
final class TestBroker {
  private final Deque<Effect> effects = new ArrayDeque<>();
  private final Map<ConnectionId, TestClient> clients = new HashMap<>();
  private final List<Effect.Deliver> delivered = new ArrayList<>();
  private final List<Effect.Append> appended = new ArrayList<>();
  private final List<Effect.Fetch> fetches = new ArrayList<>();
  private final BrokerCore core;
  private KeptLog log = new KeptLog();
  private List<KeptRequest> unanswered = List.of();
  private boolean answers = true;
  private long nowNanos = 1_000;
  private long connections;

  TestBroker() {
    this(BrokerLimits.DEFAULT, Authorizer.ALLOW_ALL);
  }

  TestBroker(BrokerLimits limits) {
    this(limits, Authorizer.ALLOW_ALL);
  }

  TestBroker(BrokerOptions options) {
    core =
        new BrokerCore(
            BrokerLimits.DEFAULT,
            options,
            Authorizer.ALLOW_ALL,
            new SplittableRandom(1),
            effects::add);
  }

  TestBroker(BrokerLimits limits, Authorizer authorizer) {
    core = new BrokerCore(limits, authorizer, new SplittableRandom(1), effects::add);
  }

  /** One whose journal has that state, and is told of its progress by {@link #sync}. */
  static TestBroker withJournal(KeptLog log) {
    return withJournal(Limits.with(limits -> {}), log);
  }

  static TestBroker withJournal(BrokerLimits limits, KeptLog log) {
    TestBroker broker = new TestBroker(limits);
    broker.goOnFrom(log);
    return broker;
  }

  /** Takes back what the journal of another one holds; before the first turn. */
  void goOnFrom(KeptLog journal) {
    log = journal;
    unanswered = core.restore(log.state(), log, nowNanos);
  }

  /** What consumers inside the process were found to owe an answer to. */
  List<KeptRequest> unanswered() {
    return unanswered;
  }

  /** Everything appended so far is durable. */
  void sync() {
    long last = appended.isEmpty() ? 0 : appended.get(appended.size() - 1).sequence();
    turn(broker -> broker.onDurable(last, nowNanos));
  }

  List<Effect.Append> appended() {
    return appended;
  }

  /** What the process would find if it ended now and had been synced. */
  KeptLog journal() {
    return log.found();
  }

  /** Requests that were not answered; the journal answers none more while it is held. */
  List<Effect.Fetch> holdFetches() {
    answers = false;
    return fetches;
  }

  List<Effect.Fetch> fetches() {
    return fetches;
  }

  BrokerCore core() {
    return core;
  }

  long now() {
    return nowNanos;
  }

  BrokerStats stats() {
    return core.stats();
  }

  /** What internal consumers were given. */
  List<Effect.Deliver> delivered() {
    return delivered;
  }

  TestClient connect(Connect connect) {
    return connect(connect, Identity.LOCAL);
  }

  TestClient connect(Connect connect, Identity identity) {
    TestClient client = new TestClient(this, new ConnectionId(++connections), connect.version());
    clients.put(client.id(), client);
    turn(broker -> broker.onConnect(client.id(), connect, identity, nowNanos));
    return client;
  }

  /** Through a listener that keeps so much. */
  TestClient connect(String clientId, KeepLevel keeps) {
    TestClient client =
        new TestClient(this, new ConnectionId(++connections), ProtocolVersion.MQTT_5);
    clients.put(client.id(), client);
    turn(
        broker ->
            broker.onConnect(
                client.id(), Connects.mqtt5(clientId), Identity.LOCAL, keeps, nowNanos));
    return client;
  }

  TestClient connect(String clientId) {
    return connect(Connects.mqtt5(clientId));
  }

  void publish(Message message) {
    turn(broker -> broker.publish(message, nowNanos));
  }

  /** Runs one turn, then hands its effects out. */
  void turn(Consumer<BrokerCore> turn) {
    turn.accept(core);
    while (!effects.isEmpty()) {
      perform(effects.remove());
    }
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Transmit transmit) {
      clients.get(transmit.connection()).receive(transmit);
    } else if (effect instanceof Effect.Close close) {
      clients.get(close.connection()).closedByBroker(close.reason());
    } else if (effect instanceof Effect.Hold hold) {
      clients.get(hold.connection()).held(true);
    } else if (effect instanceof Effect.Release release) {
      clients.get(release.connection()).held(false);
    } else if (effect instanceof Effect.Deliver deliver) {
      delivered.add(deliver);
    } else if (effect instanceof Effect.Append append) {
      appended.add(append);
      log.add(append.sequence(), append.record());
    } else if (effect instanceof Effect.Fetch fetch) {
      fetches.add(fetch);
      if (answers) {
        core.onFetched(log.fetch(fetch), nowNanos);
      }
    }
  }

  /** Moves time on, firing every timer at its own moment. */
  void pass(Duration time) {
    long end = nowNanos + time.toNanos();
    while (core.nextTimerNanos() <= end) {
      nowNanos = Math.max(nowNanos, core.nextTimerNanos());
      turn(broker -> broker.onTimer(nowNanos));
    }
    nowNanos = end;
  }

  /** Packets as words, for tests that compare whole conversations. */
  static String describe(OutboundPacket packet) {
    return packet.accept(new PacketWords());
  }
}
