package dev.sluice.edge.mqtt;

import dev.sluice.broker.Authorizer;
import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.BrokerStats;
import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The listener and the real broker core on one event loop, on a free port of loopback. */
final class RunningBroker implements AutoCloseable {
  static final MqttListener.Settings SETTINGS =
      settings(0, Duration.ofSeconds(10), Duration.ofMinutes(1));

  static final int TOPIC_ALIASES = 4;
  static final int SOCKETS_MAX = 500;
  static final int UNANSWERED_BYTES_MAX = 4 << 20;

  private static final long TIMER_MS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Queue<Effect> effects = new ArrayDeque<>();
  private final Queue<Effect.Transmit> heldConnAcks = new ArrayDeque<>();
  private final BrokerCore core;
  private final List<MqttListener> listeners = new ArrayList<>();
  private final MqttListeners ways;
  private final List<Integer> ports = new ArrayList<>();
  private boolean performing;
  private boolean holdingConnAcks;
  private boolean failing;

  private RunningBroker(
      MqttListener.Settings settings,
      NodeLimits.Settings shared,
      BrokerLimits limits,
      List<Door> doors)
      throws Exception {
    core = new BrokerCore(limits, Authorizer.ALLOW_ALL, new SplittableRandom(1), effects::add);
    NodeLimits node = new NodeLimits(shared);
    for (Door door : doors) {
      listeners.add(
          new MqttListener(
              vertx, settings, door, node, core, System::nanoTime, now -> endOfInput()));
    }
    ways = new MqttListeners(listeners);
    try {
      for (MqttListener listener : listeners) {
        ports.add(bound(listener));
      }
    } catch (Exception failure) {
      vertx.close();
      throw failure;
    }
    context.runOnContext(now -> vertx.setPeriodic(TIMER_MS, timer -> onTimer()));
  }

  private int bound(MqttListener listener) throws Exception {
    CompletableFuture<Integer> bound = new CompletableFuture<>();
    context.runOnContext(
        now ->
            listener.listen().onSuccess(bound::complete).onFailure(bound::completeExceptionally));
    return bound.get(10, TimeUnit.SECONDS);
  }

  static MqttListener.Settings settings(int port, Duration connectTimeout, Duration packetTimeout) {
    return new MqttListener.Settings(
        "127.0.0.1",
        port,
        1 << 20,
        256,
        connectTimeout,
        packetTimeout,
        64 << 10,
        UNANSWERED_BYTES_MAX,
        TOPIC_ALIASES,
        Optional.of("answers/"),
        MqttListener.Rates.ANY,
        KeepLevel.DISK);
  }

  static MqttListener.Settings settings(MqttListener.Rates rates) {
    return new MqttListener.Settings(
        SETTINGS.host(),
        0,
        SETTINGS.packetBytesMax(),
        SETTINGS.clientIdBytesMax(),
        SETTINGS.connectTimeout(),
        SETTINGS.packetTimeout(),
        SETTINGS.gateBytesMax(),
        UNANSWERED_BYTES_MAX,
        TOPIC_ALIASES,
        Optional.empty(),
        rates,
        KeepLevel.DISK);
  }

  /**
   * @param doors a listener for each, numbered from 0
   */
  static RunningBroker start(Door... doors) throws Exception {
    return new RunningBroker(SETTINGS, shared(0, 0, 0), BrokerLimits.DEFAULT, List.of(doors));
  }

  static RunningBroker start() throws Exception {
    return start(SETTINGS, BrokerLimits.DEFAULT);
  }

  static RunningBroker start(MqttListener.Settings settings, BrokerLimits limits) throws Exception {
    return new RunningBroker(settings, shared(0, 0, 0), limits, List.of(Door.OPEN));
  }

  static RunningBroker start(NodeLimits.Settings shared) throws Exception {
    return new RunningBroker(SETTINGS, shared, BrokerLimits.DEFAULT, List.of(Door.OPEN));
  }

  /** Per second, of all clients together. */
  static NodeLimits.Settings shared(int connects, int messages, long bytes) {
    return new NodeLimits.Settings(SOCKETS_MAX, connects, messages, bytes);
  }

  int port() {
    return ports.get(0);
  }

  /** Of that door. */
  int port(int door) {
    return ports.get(door);
  }

  String uri() {
    return "tcp://127.0.0.1:" + port();
  }

  ListenerStats listenerStats() {
    return listenerStats(0);
  }

  /** Of that door. */
  ListenerStats listenerStats(int door) {
    return onLoop(listeners.get(door)::stats);
  }

  BrokerStats brokerStats() {
    return onLoop(core::stats);
  }

  /** From now on CONNACK waits, as if something slow had to be asked first. */
  void holdConnAcks() {
    onLoop(() -> holdingConnAcks = true);
  }

  int connAcksHeld() {
    return onLoop(heldConnAcks::size);
  }

  void releaseConnAcks() {
    onLoop(
        () -> {
          holdingConnAcks = false;
          effects.addAll(heldConnAcks);
          heldConnAcks.clear();
          endOfTurn();
          return true;
        });
  }

  /** A bug planted where the effects of the next input are performed. */
  void failNextTurn() {
    onLoop(() -> failing = true);
  }

  <T> T onLoop(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          try {
            result.complete(action.call());
          } catch (Exception failure) {
            result.completeExceptionally(failure);
          }
        });
    return result.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private void onTimer() {
    core.onTimer(System.nanoTime());
    endOfTurn();
  }

  private void endOfInput() {
    if (failing) {
      failing = false;
      effects.clear();
      throw new IllegalStateException("planted fault");
    }
    endOfTurn();
  }

  private void endOfTurn() {
    if (performing) {
      return;
    }
    performing = true;
    for (Effect effect = effects.poll(); effect != null; effect = effects.poll()) {
      perform(effect);
    }
    performing = false;
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Transmit transmit) {
      if (holdingConnAcks && transmit.packet() instanceof ConnAck) {
        heldConnAcks.add(transmit);
      } else {
        ways.perform(transmit);
      }
    } else if (effect instanceof Effect.Close close) {
      ways.perform(close);
    } else if (effect instanceof Effect.Hold hold) {
      ways.perform(hold);
    } else if (effect instanceof Effect.Release release) {
      ways.perform(release);
    }
  }

  /** Shuts down as the edge node does: clients are told, then the port closes. */
  void shutDown() {
    onLoop(
        () -> {
          core.shutDown(System.nanoTime());
          endOfTurn();
          return true;
        });
    onLoop(ways::close).toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    onLoop(ways::close);
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
