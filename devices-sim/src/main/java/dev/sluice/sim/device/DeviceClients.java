package dev.sluice.sim.device;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** Makes the clients of all devices, which tell what happens on one event loop. */
public final class DeviceClients {
  private final Vertx vertx;
  private final Executor loop;

  public DeviceClients(Vertx vertx, Context loop) {
    this.vertx = vertx;
    this.loop = task -> loop.runOnContext(ignored -> task.run());
  }

  /**
   * @param listener told on the loop
   */
  public DeviceClient create(
      ClientKind kind, ClientSettings settings, DeviceClient.Listener listener) {
    return switch (kind) {
      case PAHO_V5 -> new PahoV5Client(settings, listener, loop);
      case PAHO_V3 -> new PahoV3Client(settings, listener, loop);
      case VERTX -> new VertxClient(vertx, settings, listener);
    };
  }
}
