package dev.sluice.program;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and Ctrl-C as something to wait for: the process ends, with 0, once what it served is
 * closed.
 */
public final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 15;

  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onSignal, "sluice-stop");

  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Completes when the process is asked to end. */
  public CompletableFuture<Void> asked() {
    return asked;
  }

  /** What it served is closed: the process may end, and nobody waits for a signal any more. */
  @Override
  public void close() {
    closed.countDown();
    if (!asked.isDone()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void onSignal() {
    asked.complete(null);
    try {
      if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        // A stop that was asked for is a success; the JVM alone would report the signal.
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
