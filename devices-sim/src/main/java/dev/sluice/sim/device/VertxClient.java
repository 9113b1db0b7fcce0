package dev.sluice.sim.device;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A device on the Vert.x MQTT client, 3.1.1, QoS 0 and 1. Everything happens on the loop; the
 * library knows no session, so what is in flight is kept here and sent again after a reconnect.
 */
final class VertxClient implements DeviceClient {
  private static final int SUBSCRIPTION_FAILED = 0x80;

  private final Vertx vertx;
  private final ClientSettings settings;
  private final Listener listener;
  private final InFlight inFlight = new InFlight(ClientSettings.IN_FLIGHT_MAX);

  // For the connection.
  private MqttClient client;

  VertxClient(Vertx vertx, ClientSettings settings, Listener listener) {
    if (settings.qos() > 1) {
      throw new IllegalArgumentException("qos 2 is not for Vert.x devices");
    }
    this.vertx = vertx;
    this.settings = settings;
    this.listener = listener;
    this.client = fresh();
  }

  private MqttClient fresh() {
    MqttClientOptions options =
        new MqttClientOptions()
            .setClientId(settings.clientId())
            .setCleanSession(false)
            .setKeepAliveInterval(ClientSettings.KEEP_ALIVE_SECONDS)
            .setMaxInflightQueue(ClientSettings.IN_FLIGHT_MAX);
    options.setConnectTimeout(ClientSettings.CONNECT_TIMEOUT_SECONDS * 1_000);
    return MqttClient.create(vertx, options);
  }

  @Override
  public void connect() {
    MqttClient attempt = fresh();
    client = attempt;
    attempt.closeHandler(closed -> gone(attempt, "connection closed"));
    attempt.publishHandler(this::onPublish);
    attempt.publishCompletionHandler(
        packetId -> inFlight.remove(packetId).ifPresent(listener::acknowledged));
    attempt
        .connect(settings.port(), settings.host())
        .compose(accepted -> subscribe(attempt))
        .onSuccess(subscribed -> up(attempt))
        .onFailure(e -> gone(attempt, e.getMessage()));
  }

  /** Done when the broker granted all of it, not when the packet was written. */
  private Future<?> subscribe(MqttClient attempt) {
    if (settings.filters().isEmpty()) {
      return Future.succeededFuture();
    }
    Promise<Void> granted = Promise.promise();
    attempt.subscribeCompletionHandler(
        answer -> {
          if (answer.grantedQoSLevels().contains(SUBSCRIPTION_FAILED)) {
            granted.tryFail("subscription to " + settings.filters() + " refused");
          } else {
            granted.tryComplete();
          }
        });
    attempt
        .subscribe(
            settings.filters().stream()
                .collect(Collectors.toMap(filter -> filter, filter -> settings.subscriptionQos())))
        .onFailure(granted::tryFail);
    return granted.future();
  }

  private void up(MqttClient attempt) {
    if (attempt != client) {
      return;
    }
    inFlight
        .unacknowledged()
        .forEach(
            (packetId, sent) ->
                attempt.publish(
                    packetId,
                    settings.topic(),
                    Buffer.buffer(sent.payload()),
                    MqttQoS.AT_LEAST_ONCE,
                    true,
                    false));
    listener.connected();
  }

  /** An attempt that was replaced has nothing to say. */
  private void gone(MqttClient attempt, String why) {
    if (attempt == client) {
      client = fresh();
      listener.disconnected(why);
    }
  }

  @Override
  public boolean publish(long sequence, byte[] payload) {
    if (!client.isConnected()) {
      return false;
    }
    if (settings.qos() == 0) {
      client.publish(settings.topic(), Buffer.buffer(payload), MqttQoS.AT_MOST_ONCE, false, false);
      return true;
    }
    OptionalInt packetId = inFlight.add(sequence, payload);
    packetId.ifPresent(
        id ->
            client.publish(
                id, settings.topic(), Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false));
    return packetId.isPresent();
  }

  private void onPublish(MqttPublishMessage message) {
    listener.received(
        new Inbound(
            message.topicName(), message.payload().getBytes(), message.isDup(), System.nanoTime()));
  }

  @Override
  public void close() {
    MqttClient leaving = client;
    client = fresh();
    if (!leaving.isConnected()) {
      return;
    }
    Future<?> unsubscribed =
        settings.filters().isEmpty()
            ? Future.succeededFuture()
            : leaving.unsubscribe(settings.filters());
    unsubscribed.onComplete(done -> leaving.disconnect());
  }
}
