package dev.sluice.cloud;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one event loop: the core, the connections and the admin port share it without locks. */
record NodeLoop(Vertx vertx, Context context) {
  private static final long STEP_SECONDS_MAX = 10;

  interface Start<T> {
    Future<T> run();
  }

  static NodeLoop open() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    return new NodeLoop(vertx, vertx.getOrCreateContext());
  }

  /** From another thread. */
  void run(Runnable task) {
    context.runOnContext(none -> task.run());
  }

  Executor executor() {
    return this::run;
  }

  <T> Future<T> call(Start<T> start) {
    return Future.future(promise -> run(() -> start.run().onComplete(promise)));
  }

  /**
   * Returns when it has started.
   *
   * @param fault what it means when it does not
   */
  <T> T start(String fault, Start<T> start) throws StartException {
    try {
      return await(call(start));
    } catch (ExecutionException e) {
      throw new StartException(fault + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException | InterruptedException e) {
      throw new StartException(fault + ": no answer in " + STEP_SECONDS_MAX + " s", e);
    }
  }

  static <T> T await(Future<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.toCompletionStage().toCompletableFuture().get(STEP_SECONDS_MAX, TimeUnit.SECONDS);
  }

  void close() throws ExecutionException, TimeoutException, InterruptedException {
    await(vertx.close());
  }
}
