package dev.sluice.cloud.served;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The open connections: no more than so many, and none that sends no request in time. Owned by the
 * loop.
 */
final class Callers {
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final int max;
  private final Set<HttpConnection> silent = new HashSet<>();
  private int open;
  private long refused;

  Callers(Vertx vertx, int max) {
    this.vertx = vertx;
    this.max = max;
  }

  long refused() {
    return refused;
  }

  void onConnection(HttpConnection connection) {
    if (open >= max) {
      refused++;
      connection.close();
      return;
    }
    open++;
    silent.add(connection);
    connection.closeHandler(
        closed -> {
          open--;
          silent.remove(connection);
        });
    vertx.setTimer(FIRST_REQUEST.toMillis(), timer -> hangUpOnSilence(connection));
  }

  void onRequest(HttpConnection connection) {
    silent.remove(connection);
  }

  private void hangUpOnSilence(HttpConnection connection) {
    if (silent.contains(connection)) {
      connection.close();
    }
  }
}
