package dev.sluice.edge.cloudlink;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Whether somebody answers on a way, without taking it: its connection is another one's, so that
 * the session of this node stays where it is.
 *
 * <p>With TLS that is the handshake, because a gate lets in this node's name alone; the other side
 * judges our certificate behind it, so that silence means that it was taken. Without, a CONNECT
 * under a name of its own that is answered in whatever way.
 */
final class WayProbe {
  private static final long SILENCE_MILLIS = 500;

  private final Vertx vertx;
  private final int timeoutMillis;

  WayProbe(Vertx vertx, int timeoutMillis) {
    this.vertx = vertx;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * @param told once, on this loop
   */
  void ask(Way way, Consumer<Boolean> told) {
    if (way.security().obstacle().isPresent()) {
      told.accept(false);
    } else if (way.security() == LinkSecurity.NONE) {
      knock(way, told);
    } else {
      shakeHands(way, told);
    }
  }

  private void knock(Way way, Consumer<Boolean> told) {
    MqttClientOptions options = new MqttClientOptions();
    options.setClientId("probe-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    options.setCleanSession(true);
    options.setConnectTimeout(timeoutMillis);
    MqttClient client = MqttClient.create(vertx, options);
    Once once = new Once(told);
    vertx.setTimer(timeoutMillis, late -> once.tell(false));
    client
        .connect(way.port(), way.host())
        .onSuccess(ack -> once.tell(true))
        .onFailure(failure -> once.tell(failure instanceof MqttConnectionException))
        .onComplete(any -> client.disconnect().onFailure(ignored -> {}));
    vertx.setTimer(2L * timeoutMillis, late -> client.disconnect().onFailure(ignored -> {}));
  }

  private void shakeHands(Way way, Consumer<Boolean> told) {
    NetClientOptions options = new NetClientOptions();
    options.setConnectTimeout(timeoutMillis);
    options.setSslHandshakeTimeout(Math.max(1, timeoutMillis / 1_000));
    options.setHostnameVerificationAlgorithm("HTTPS");
    way.security().secure(options);
    NetClient client = vertx.createNetClient(options);
    Once once = new Once(told);
    client
        .connect(way.port(), way.host())
        .onSuccess(socket -> awaitSilence(socket, once))
        .onFailure(failure -> once.tell(false));
    vertx.setTimer(timeoutMillis + SILENCE_MILLIS, late -> once.tell(false));
    vertx.setTimer(2L * timeoutMillis, late -> client.close().onFailure(ignored -> {}));
  }

  private void awaitSilence(NetSocket socket, Once once) {
    socket.closeHandler(closed -> once.tell(false));
    vertx.setTimer(
        SILENCE_MILLIS,
        silent -> {
          once.tell(true);
          socket.close().onFailure(ignored -> {});
        });
  }

  /** The first answer counts. */
  private static final class Once {
    private final Consumer<Boolean> told;
    private boolean done;

    Once(Consumer<Boolean> told) {
      this.told = told;
    }

    void tell(boolean answers) {
      if (!done) {
        done = true;
        told.accept(answers);
      }
    }
  }
}
