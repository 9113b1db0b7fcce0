package dev.sluice.sim.device;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP relay to a broker that can swallow what the broker says, and cut everybody off. */
public final class CuttableRelay implements AutoCloseable {
  private final NetServer server;
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean swallowing;

  public CuttableRelay(Vertx vertx, int brokerPort) {
    NetClient client = vertx.createNetClient();
    server =
        vertx
            .createNetServer()
            .connectHandler(
                device -> {
                  device.pause();
                  client
                      .connect(brokerPort, "127.0.0.1")
                      .onSuccess(broker -> join(device, broker))
                      .onFailure(e -> device.close());
                });
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  public int port() {
    return server.actualPort();
  }

  private void join(NetSocket device, NetSocket broker) {
    sockets.add(device);
    sockets.add(broker);
    device.handler(broker::write);
    broker.handler(
        buffer -> {
          if (!swallowing) {
            device.write(buffer);
          }
        });
    device.closeHandler(
        closed -> {
          sockets.remove(device);
          broker.close();
        });
    broker.closeHandler(
        closed -> {
          sockets.remove(broker);
          device.close();
        });
    device.resume();
  }

  /** From now on devices hear nothing of the broker. */
  public void swallow() {
    swallowing = true;
  }

  /** Ends all connections; new ones work again. */
  public void cut() {
    List<Future<Void>> closed = sockets.stream().map(NetSocket::close).toList();
    Future.join(closed).toCompletionStage().toCompletableFuture().join();
    swallowing = false;
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }
}
