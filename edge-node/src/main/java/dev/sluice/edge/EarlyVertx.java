package dev.sluice.edge;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Vert.x, made on a thread of its own while the configuration is read: it needs nothing of that,
 * and takes as long.
 */
final class EarlyVertx implements Supplier<Vertx>, AutoCloseable {
  /** One for the broker, one for the operators' pages. */
  private static final int EVENT_LOOPS = 2;

  private final CompletableFuture<Vertx> made =
      CompletableFuture.supplyAsync(
          EarlyVertx::make, task -> new Thread(task, "sluice-vertx").start());

  static Vertx make() {
    return Vertx.vertx(
        new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true));
  }

  /** Waits for it. */
  @Override
  public Vertx get() {
    return made.join();
  }

  /** Ends its threads; nothing, when whoever used it has done so. */
  @Override
  public void close() {
    get().close();
  }
}
