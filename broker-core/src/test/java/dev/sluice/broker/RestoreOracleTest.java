package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.mqtt.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever clients send, a broker made from the appended records is the broker that appended them,
 * also when the log was shortened by writing again what lived in its beginning.
 */
class RestoreOracleTest {
  private static final int RUNS = 150;
  private static final int STEPS = 400;
  private static final BrokerLimits LIMITS =
      Limits.with(
          l -> {
            l.sessionsMax = 6;
            l.inflightMax = 5;
            l.queueMessagesMax = 4;
            l.backlogMessagesMax = 8;
            l.retainedMessagesMax = 2;
            l.subscriptionsPerClientMax = 4;
          });

  /** A record with its place in the log. */
  private record Logged(long sequence, DurableRecord record) {}

  private final Queue<Effect> effects = new ArrayDeque<>();
  private final List<Logged> log = new ArrayList<>();
  private final List<ConnectionId> connections = new ArrayList<>();
  private SplittableRandom random;
  private RandomInputs inputs;
  private BrokerCore core;
  private long nowNanos;
  private long connectionsMade;

  @Test
  void theRecordsAddUpToTheBroker() {
    int restored = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      begin(seed);
      for (int step = 0; step < STEPS; step++) {
        step();
        collect();
        if (random.nextInt(20) == 0) {
          compare("seed " + seed + " step " + step);
          restored++;
        }
        if (random.nextInt(60) == 0) {
          shorten();
        }
      }
    }
    assertThat(restored).isGreaterThan(RUNS);
  }

  private void begin(long seed) {
    random = new SplittableRandom(seed);
    inputs = new RandomInputs(random);
    effects.clear();
    log.clear();
    connections.clear();
    nowNanos = 0;
    core = new BrokerCore(LIMITS, Authorizer.ALLOW_ALL, random.split(), effects::add);
    core.treatBy(RandomInputs.TREATMENTS);
    core.restore(new DurableState(), KeptMessages.NONE, nowNanos);
  }

  private void step() {
    nowNanos += random.nextInt(10) == 0 ? inputs.pause().toNanos() : 0;
    if (connections.isEmpty() || random.nextInt(15) == 0) {
      connections.add(new ConnectionId(++connectionsMade));
      core.onConnect(connections.get(connections.size() - 1), inputs.connect(), nowNanos);
      return;
    }
    ConnectionId id =
        connections.get(connections.size() - 1 - random.nextInt(Math.min(4, connections.size())));
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> core.onPublish(id, inputs.publish(), nowNanos);
      case 4, 5 -> core.onSubscribe(id, inputs.subscribe(), nowNanos);
      case 6 -> core.onUnsubscribe(id, inputs.unsubscribe(), nowNanos);
      case 7 -> core.onPubRel(id, inputs.packetId(), ReasonCode.SUCCESS, nowNanos);
      case 8, 9 -> answer(id);
      case 10 -> core.onTimer(nowNanos);
      case 11 -> core.publish(inputs.message(), nowNanos);
      case 12 -> end(id);
      default -> core.onDurable(sequence(), nowNanos);
    }
  }

  private void end(ConnectionId id) {
    if (random.nextInt(4) > 0) {
      return;
    }
    if (random.nextBoolean()) {
      core.onClosed(id, nowNanos);
    } else {
      core.onDisconnect(id, ReasonCode.SUCCESS, nowNanos);
    }
  }

  private void answer(ConnectionId id) {
    core.table()
        .connection(id)
        .flatMap(c -> c.session().outgoing().window().inOrder().stream().findFirst())
        .ifPresent(
            delivery -> {
              int packetId = delivery.packetId();
              switch (delivery.awaiting()) {
                case PUBACK -> core.onPubAck(id, packetId, ReasonCode.SUCCESS, nowNanos);
                case PUBREC -> core.onPubRec(id, packetId, inputs.acknowledgement(), nowNanos);
                case PUBCOMP -> core.onPubComp(id, packetId, ReasonCode.SUCCESS, nowNanos);
              }
            });
  }

  private long sequence() {
    return log.isEmpty() ? 0 : log.get(log.size() - 1).sequence();
  }

  private void collect() {
    for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
      if (effect instanceof Effect.Append append) {
        log.add(new Logged(append.sequence(), append.record()));
      } else if (effect instanceof Effect.Transmit transmit) {
        core.onFlushed(transmit.connection(), transmit.cost(), nowNanos);
      } else if (effect instanceof Effect.Fetch fetch) {
        core.onFetched(kept().fetch(fetch), nowNanos);
      }
    }
  }

  private KeptLog kept() {
    KeptLog kept = new KeptLog();
    log.forEach(logged -> kept.add(logged.sequence(), logged.record()));
    return kept;
  }

  /** Writes again at the end what lives in the first part, and drops that part. */
  private void shorten() {
    if (log.isEmpty()) {
      return;
    }
    int cut = random.nextInt(log.size());
    long sequence = sequence();
    List<DurableRecord> again = kept().placedUpTo(cut);
    again.forEach(record -> log.add(new Logged(sequence, record)));
    log.subList(0, cut).clear();
  }

  private void compare(String when) {
    handOver(when);
    assertThat(core.lastFault()).as(when).isEmpty();
    KeptLog kept = kept().found();
    BrokerCore again = new BrokerCore(LIMITS, Authorizer.ALLOW_ALL, random.split(), effect -> {});
    again.treatBy(RandomInputs.TREATMENTS);
    again.restore(kept.state(), kept, nowNanos);
    assertThat(disconnected(DurableView.of(again, kept)))
        .as(when)
        .isEqualTo(disconnected(DurableView.of(core, kept)));
  }

  /** What sessions have left is on its way from one name to another in the journal. */
  private void handOver(String when) {
    for (int i = 0; i < 100 && core.handover().size() > 0; i++) {
      core.onDurable(sequence(), nowNanos);
      collect();
    }
    assertThat(core.handover().size()).as(when).isZero();
  }

  /** Who was connected is so no more, from now on. */
  private static List<String> disconnected(List<String> view) {
    return view.stream()
        .map(line -> line.replaceFirst("=(connected|[0-9]+/[0-9]+) ", "="))
        .toList();
  }
}
