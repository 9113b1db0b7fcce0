package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any packets in any order with any fields: no turn fails, every invariant holds after each. */
class PacketSequenceFuzzTest {
  private static final int SEQUENCES = 40;
  private static final int STEPS = 400;
  private static final BrokerLimits LIMITS =
      Limits.with(
          limits -> {
            limits.connectionsMax = 5;
            limits.sessionsMax = 6;
            limits.topicLevelsMax = 4;
            limits.receiveMaximum = 3;
            limits.inflightMax = 4;
            limits.queueMessagesMax = 6;
            limits.queueBytesMax = 700;
            limits.transmitCreditBytes = 300;
            limits.packetBytesMax = 600;
            limits.subscriptionsPerClientMax = 4;
            limits.retainedMessagesMax = 2;
            limits.retainedBytesMax = 300;
          });

  private final List<Effect> effects = new ArrayList<>();
  private final List<ConnectionId> connections = new ArrayList<>();
  private final Invariants invariants = new Invariants(LIMITS);
  private SplittableRandom random = new SplittableRandom(0);
  private RandomInputs inputs = new RandomInputs(random);
  private WireTap tap = new WireTap();
  private BrokerCore core = new BrokerCore(LIMITS, Authorizer.ALLOW_ALL, random, effects::add);
  private long nowNanos;
  private long connectionsMade;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyInvariantHoldsAfterEveryInput(long seed) {
    long delivered = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      begin(seed * 1_000 + sequence);
      for (int step = 0; step < STEPS; step++) {
        String input = step();
        check("seed " + (seed * 1_000 + sequence) + " step " + step + " after " + input);
      }
      delivered += core.stats().delivered();
    }
    assertThat(delivered).as("the sequences reach subscribers").isGreaterThan(SEQUENCES * 25);
  }

  private void begin(long seed) {
    random = new SplittableRandom(seed);
    inputs = new RandomInputs(random);
    tap = new WireTap();
    core = new BrokerCore(LIMITS, Authorizer.ALLOW_ALL, random.split(), effects::add);
    core.treatBy(RandomInputs.TREATMENTS);
    core.subscribeInternal(1, TopicFilter.of("a/#"));
    connections.clear();
    effects.clear();
    nowNanos = 0;
  }

  /** One input; its name. */
  private String step() {
    List<ConnectionId> open = connections.stream().filter(tap::isOpen).toList();
    if (open.isEmpty() || random.nextInt(25) == 0) {
      ConnectionId id = new ConnectionId(++connectionsMade);
      connections.add(id);
      core.onConnect(id, inputs.connect(), nowNanos);
      return "CONNECT";
    }
    // Now and then one that is closed already.
    List<ConnectionId> from = random.nextInt(20) == 0 ? connections : open;
    ConnectionId id = from.get(random.nextInt(from.size()));
    int choice = random.nextInt(100);
    return choice < 50 ? traffic(id, choice) : choice < 90 ? answer(id) : event(id, choice);
  }

  private String traffic(ConnectionId id, int choice) {
    if (choice < 38) {
      core.onPublish(id, inputs.publish(), nowNanos);
      return "PUBLISH";
    }
    if (choice < 48) {
      core.onSubscribe(id, inputs.subscribe(), nowNanos);
      return "SUBSCRIBE";
    }
    core.onUnsubscribe(id, inputs.unsubscribe(), nowNanos);
    return "UNSUBSCRIBE";
  }

  /** Mostly what a correct client would answer, or connections would not live to see much. */
  private String answer(ConnectionId id) {
    List<InFlight> inFlight =
        core.table()
            .connection(id)
            .map(connection -> connection.session().outgoing().window().inOrder())
            .orElse(List.of());
    if (inFlight.isEmpty() || random.nextInt(8) == 0) {
      return anyAnswer(id);
    }
    InFlight delivery = inFlight.get(random.nextInt(inFlight.size()));
    int packetId = delivery.packetId();
    switch (delivery.awaiting()) {
      case PUBACK -> {
        tap.acknowledged(id, packetId);
        core.onPubAck(id, packetId, ReasonCode.SUCCESS, nowNanos);
      }
      case PUBREC -> core.onPubRec(id, packetId, ReasonCode.SUCCESS, nowNanos);
      case PUBCOMP -> {
        tap.acknowledged(id, packetId);
        core.onPubComp(id, packetId, ReasonCode.SUCCESS, nowNanos);
      }
    }
    return "answer to " + packetId;
  }

  private String anyAnswer(ConnectionId id) {
    int packetId = inputs.packetId();
    ReasonCode reason = inputs.acknowledgement();
    switch (random.nextInt(20)) {
      case 0 -> {
        tap.acknowledged(id, packetId);
        core.onPubAck(id, packetId, reason, nowNanos);
        return "PUBACK";
      }
      case 1, 2 -> {
        tap.received(id, packetId, reason);
        core.onPubRec(id, packetId, reason, nowNanos);
        return "PUBREC";
      }
      case 3, 4, 5, 6, 7, 8, 9 -> {
        core.onPubRel(id, packetId, reason, nowNanos);
        return "PUBREL";
      }
      case 10 -> {
        tap.acknowledged(id, packetId);
        core.onPubComp(id, packetId, reason, nowNanos);
        return "PUBCOMP";
      }
      default -> {
        int cost = tap.flush(id);
        core.onFlushed(id, cost, nowNanos);
        return "flushed " + cost;
      }
    }
  }

  private String event(ConnectionId id, int choice) {
    switch (choice) {
      case 90 -> {
        tap.lost(id);
        core.onClosed(id, nowNanos);
      }
      case 91 -> core.onDisconnect(id, inputs.anyReason(), nowNanos);
      case 92 -> core.onDisconnect(id, ReasonCode.SUCCESS, Duration.ofSeconds(9), nowNanos);
      case 93 -> core.onMalformed(id, ReasonCode.MALFORMED_PACKET, nowNanos);
      case 94 -> connectAgain(id);
      case 95 -> core.publish(inputs.message(), nowNanos);
      case 96 -> core.publishTo(inputs.client(), inputs.message(), nowNanos);
      case 97 -> core.onPingReq(id, nowNanos);
      default -> {
        nowNanos += inputs.pause().toNanos();
        core.onTimer(nowNanos);
        assertThat(core.nextTimerNanos()).isGreaterThan(nowNanos);
      }
    }
    return "event " + choice;
  }

  /** Only while it lives: a ConnectionId is never used for a second connection. */
  private void connectAgain(ConnectionId id) {
    if (tap.isOpen(id)) {
      core.onConnect(id, inputs.connect(), nowNanos);
    }
  }

  private void check(String when) {
    effects.forEach(tap::observe);
    effects.clear();
    assertThat(core.lastFault()).as(when).isEmpty();
    long queued = 0;
    long queuedBytes = 0;
    int subscriptions = 0;
    for (Session session : core.table().sessions()) {
      SessionView view = SessionView.of(session, LIMITS, tap);
      assertThat(invariants.violations(view)).as("%s: %s", when, view).isEmpty();
      queued += view.queuedMessages();
      queuedBytes += view.queuedBytes();
      subscriptions += session.subscriptions().size();
    }
    BrokerStats stats = core.stats();
    assertThat(stats.queuedMessages()).as(when).isEqualTo(queued);
    assertThat(stats.queuedBytes()).as(when).isEqualTo(queuedBytes);
    assertThat(stats.subscriptions()).as(when).isEqualTo(subscriptions);
    assertThat(stats.sessions()).as(when).isLessThanOrEqualTo(LIMITS.sessionsMax());
    assertThat(stats.connections()).as(when).isLessThanOrEqualTo(LIMITS.connectionsMax());
    assertThat(stats.retainedMessages()).as(when).isLessThanOrEqualTo(2);
    assertThat(stats.retainedBytes()).as(when).isLessThanOrEqualTo(LIMITS.retainedBytesMax());
  }
}
