package dev.sluice.broker;

import dev.sluice.mqtt.Connect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Connections that carry one packet at a time, in order, until they break and lose the rest. */
final class LossyLink {
  private final SplittableRandom random;
  private final BrokerLimits limits;
  private final Optional<ModelJournal> journal;
  private BrokerCore core;
  private final Map<ModelClient, Wire> wires = new HashMap<>();
  private final Map<ConnectionId, Wire> byId = new HashMap<>();
  private final List<Wire> order = new ArrayList<>();
  private final Deque<Effect.Fetch> requests = new ArrayDeque<>();
  private long nowNanos;
  private long connections;

  /** An input of the broker on some connection. */
  interface Input {
    void give(BrokerCore core, ConnectionId id, long nowNanos);
  }

  private record Wire(
      ModelClient client, ConnectionId id, Deque<Input> toBroker, Deque<Effect.Transmit> toClient) {

    boolean isEmpty() {
      return toBroker.isEmpty() && toClient.isEmpty();
    }
  }

  LossyLink(SplittableRandom random, BrokerLimits limits) {
    this(random, limits, Optional.empty());
  }

  /** With a journal the broker may crash. */
  LossyLink(SplittableRandom random, BrokerLimits limits, Optional<ModelJournal> journal) {
    this.random = random;
    this.limits = limits;
    this.journal = journal;
    this.core = start();
  }

  private BrokerCore start() {
    BrokerCore started =
        new BrokerCore(limits, Authorizer.ALLOW_ALL, random.split(), this::perform);
    requests.clear();
    journal.ifPresent(
        kept -> {
          KeptLog found = kept.restart(random);
          started.restore(found.state(), found, nowNanos);
        });
    return started;
  }

  /** The broker's process ends: every connection, and what the journal had not made durable. */
  void crash() {
    byId.clear();
    wires.clear();
    order.clear();
    core = start();
  }

  BrokerCore core() {
    return core;
  }

  /** Opens a connection; an older one of the client is left to the take-over. */
  void open(ModelClient client, Connect connect) {
    order.remove(wires.get(client));
    Wire wire =
        new Wire(client, new ConnectionId(++connections), new ArrayDeque<>(), new ArrayDeque<>());
    wires.put(client, wire);
    byId.put(wire.id(), wire);
    order.add(wire);
    wire.toBroker().add((broker, id, now) -> broker.onConnect(id, connect, now));
  }

  void send(ModelClient client, Input input) {
    wires.get(client).toBroker().add(input);
  }

  /** Everything under way is lost; the broker hears of it. */
  void breakDown(ModelClient client) {
    Wire wire = wires.get(client);
    wire.toBroker().clear();
    wire.toClient().clear();
    core.onClosed(wire.id(), ++nowNanos);
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Append append) {
      journal.orElseThrow().append(append);
    }
    if (effect instanceof Effect.Fetch fetch) {
      requests.add(fetch);
    }
    if (effect instanceof Effect.Transmit transmit && byId.containsKey(transmit.connection())) {
      byId.get(transmit.connection()).toClient().add(transmit);
    }
  }

  /** Moves one packet of one connection, or lets the journal write. */
  void step() {
    if (journal.isPresent() && !journal.get().isIdle() && random.nextInt(6) == 0) {
      core.onDurable(journal.get().sync(), ++nowNanos);
      return;
    }
    if (!requests.isEmpty() && random.nextInt(3) == 0) {
      core.onFetched(journal.orElseThrow().fetch(requests.remove()), ++nowNanos);
      return;
    }
    Wire wire = order.get(random.nextInt(order.size()));
    boolean up = random.nextBoolean();
    nowNanos++;
    if (up && !wire.toBroker().isEmpty()) {
      wire.toBroker().remove().give(core, wire.id(), nowNanos);
    } else if (!up && !wire.toClient().isEmpty()) {
      Effect.Transmit transmit = wire.toClient().remove();
      core.onFlushed(wire.id(), transmit.cost(), nowNanos);
      transmit.packet().accept(wire.client());
    }
  }

  boolean isQuiet() {
    return requests.isEmpty()
        && order.stream().allMatch(Wire::isEmpty)
        && journal.map(ModelJournal::isIdle).orElse(true);
  }
}
