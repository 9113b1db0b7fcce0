package dev.sluice.edge;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a port, and says in one line why there is none. */
final class PortOpening {
  /**
   * No start that works takes so long, on a slow and busy board either: then it is stuck, and says
   * so.
   */
  private static final long PATIENCE_SECONDS = 60;

  private PortOpening() {}

  /**
   * @param field of the configuration that names the port
   * @return the port
   */
  static int await(String field, String host, int port, Future<Integer> bound)
      throws StartupException {
    try {
      return bound
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new StartupException(
          "%s: cannot listen on %s:%d: %s; stop the program that has the port or choose another with --set %s=N"
              .formatted(field, host, port, e.getCause().getMessage(), field),
          e);
    } catch (TimeoutException e) {
      throw new StartupException(field + ": no port after " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException(field + ": interrupted while opening", e);
    }
  }
}
