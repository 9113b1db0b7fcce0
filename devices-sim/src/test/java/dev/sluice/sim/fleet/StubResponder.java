package dev.sluice.sim.fleet;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in for an edge node: answers every message on {@code <topic>/inference}, and, as often as
 * told, keeps silent or says it twice.
 */
final class StubResponder implements AutoCloseable {
  /** Every so many messages; 0 is never. */
  record Faults(int silentEvery, int doubledEvery) {
    static final Faults NONE = new Faults(0, 0);
  }

  private final MqttClient client;
  private final Faults faults;
  private final AtomicLong messages = new AtomicLong();

  StubResponder(Vertx vertx, int port, Faults faults) {
    this.faults = faults;
    client =
        MqttClient.create(
            vertx, new MqttClientOptions().setMaxInflightQueue(10_000).setClientId("responder"));
    client.publishHandler(this::answer);
    client
        .connect(port, "127.0.0.1")
        .compose(accepted -> client.subscribe("sensors/+/vibration", 1))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void answer(MqttPublishMessage message) {
    long number = messages.incrementAndGet();
    if (isTurn(faults.silentEvery(), number)) {
      return;
    }
    JsonObject answer =
        new JsonObject()
            .put("id", message.payload().toJsonObject().getString("id"))
            .put("status", "ok")
            .put("placement", number % 2 == 0 ? "edge" : "cloud")
            .put("reason", "STUB")
            .put("label", "anomaly");
    for (int i = 0; i < (isTurn(faults.doubledEvery(), number) ? 2 : 1); i++) {
      String topic = message.topicName() + "/inference";
      client.publish(topic, Buffer.buffer(answer.encode()), MqttQoS.AT_LEAST_ONCE, false, false);
    }
  }

  long messages() {
    return messages.get();
  }

  private static boolean isTurn(int every, long number) {
    return every > 0 && number % every == 0;
  }

  @Override
  public void close() {
    client.disconnect().toCompletionStage().toCompletableFuture().join();
  }
}
