package dev.sluice.sim.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * A TCP proxy that is a bad network. Everything runs on the one event loop that the constructor
 * takes; the methods may be called from anywhere.
 */
public final class LinkProxy {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

  private final Vertx vertx;
  private final Context loop;
  private final SocketAddress target;
  private final LinkSettings settings;
  private final SplittableRandom resetRandom;
  private final LinkClock clock = new LinkClock();
  private final Shaper up;
  private final Shaper down;
  private final NetServer server;
  private final NetClient client;

  private final Set<Relay> relays = new LinkedHashSet<>();
  private final OutageLog outages = new OutageLog();
  private long connections;
  private long refused;
  private long resets;
  private boolean closed;

  public LinkProxy(Vertx vertx, SocketAddress target, LinkSettings settings) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.target = target;
    this.settings = settings;
    SplittableRandom random = new SplittableRandom(settings.seed());
    this.up = shaper(settings.up(), random.split());
    this.down = shaper(settings.down(), random.split());
    this.resetRandom = random.split();
    this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
  }

  private Shaper shaper(Bandwidth bandwidth, SplittableRandom random) {
    return new Shaper(bandwidth, settings.latency(), settings.jitter(), random);
  }

  /**
   * Begins to accept on loopback, and the schedule of outages and resets.
   *
   * @param port 0 for any free one
   * @return the bound port; fails with a {@link java.net.BindException} where it is taken
   */
  public Future<Integer> listen(int port) {
    return onLoop(
            () -> {
              server.connectHandler(this::onAccepted);
              return server.listen(port, LOOPBACK);
            })
        .compose(listening -> listening)
        .map(
            listening -> {
              settings.outages().forEach(this::schedule);
              settings.resetEvery().ifPresent(this::scheduleReset);
              return listening.actualPort();
            });
  }

  /** Begins an outage that lasts until {@link #restore}; the present one, if any, goes on. */
  public Future<Void> cut(Outage.Kind kind) {
    return onLoop(
        () -> {
          onCut(kind);
          return null;
        });
  }

  /** Ends the present outage. */
  public Future<Void> restore() {
    return onLoop(
        () -> {
          onRestore();
          return null;
        });
  }

  public Future<LinkStats> stats() {
    return onLoop(
        () ->
            new LinkStats(
                up.carriedBytes(),
                down.carriedBytes(),
                connections,
                relays.size(),
                refused,
                resets,
                outages.count(),
                Duration.ofNanos(outages.downNanos(clock.nanos()))));
  }

  /** Stops accepting and closes what is open. */
  public Future<Void> close() {
    return onLoop(
            () -> {
              closed = true;
              relays.stream().toList().forEach(Relay::reset);
              return Future.all(server.close(), client.close());
            })
        .compose(closing -> closing)
        .mapEmpty();
  }

  private void onAccepted(NetSocket socket) {
    connections++;
    Relay[] relay = new Relay[1];
    relay[0] = new Relay(socket, () -> relays.remove(relay[0]));
    relays.add(relay[0]);
    if (outages.present().isEmpty()) {
      connect(relay[0]);
    } else if (outages.present().get().resetsNew()) {
      refuse(relay[0]);
    }
  }

  private void connect(Relay relay) {
    client
        .connect(target)
        .onSuccess(socket -> onConnected(relay, socket))
        .onFailure(unreachable -> refuse(relay));
  }

  private void onConnected(Relay relay, NetSocket socket) {
    NetSocket accepted = relay.accepted();
    int buffer = settings.bufferBytes();
    relay.join(
        socket,
        new Pipe(vertx, clock, up, accepted, socket, buffer),
        new Pipe(vertx, clock, down, socket, accepted, buffer));
    outages.present().ifPresent(kind -> interrupt(relay, kind));
  }

  private void refuse(Relay relay) {
    refused++;
    relay.reset();
  }

  private void onCut(Outage.Kind kind) {
    if (outages.begin(kind, clock.nanos())) {
      List.copyOf(relays).forEach(relay -> interrupt(relay, kind));
    }
  }

  private void interrupt(Relay relay, Outage.Kind kind) {
    if (kind.resetsOpen()) {
      resets++;
      relay.reset();
    } else {
      relay.freeze();
    }
  }

  private void onRestore() {
    if (!outages.end(clock.nanos())) {
      return;
    }
    for (Relay relay : List.copyOf(relays)) {
      if (relay.isJoined()) {
        relay.thaw();
      } else {
        connect(relay);
      }
    }
  }

  private void schedule(Outage outage) {
    vertx.setTimer(millis(outage.start()), id -> onCut(outage.kind()));
    vertx.setTimer(millis(outage.end()), id -> onRestore());
  }

  /** Exponential gaps: resets do not know of each other. */
  private void scheduleReset(Duration every) {
    double factor = -Math.log(1 - resetRandom.nextDouble());
    long delayMillis = Math.max(1, (long) (every.toMillis() * factor));
    vertx.setTimer(
        delayMillis,
        id -> {
          if (!closed) {
            List.copyOf(relays).forEach(relay -> interrupt(relay, Outage.Kind.REFUSE));
            scheduleReset(every);
          }
        });
  }

  private static long millis(Duration duration) {
    return Math.max(1, duration.toMillis());
  }

  private <T> Future<T> onLoop(Callable<T> task) {
    return Future.future(
        promise ->
            loop.runOnContext(
                now -> {
                  try {
                    promise.complete(task.call());
                  } catch (Exception e) {
                    promise.fail(e);
                  }
                }));
  }
}
