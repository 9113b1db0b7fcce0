package dev.sluice.sim.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import tools.jackson.databind.json.JsonMapper;

/** A requester by Eclipse Paho for MQTT 3.1.1. */
final class Requester3 implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long WAIT_MS = 10_000;

  private final MqttAsyncClient client;
  final List<Heard> heard = new CopyOnWriteArrayList<>();

  Requester3(int port, String id) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.connect().waitForCompletion(WAIT_MS);
  }

  void subscribe(String filter) throws MqttException {
    client.subscribe(filter, 1, this::arrived).waitForCompletion(WAIT_MS);
  }

  private void arrived(String topic, MqttMessage message) {
    heard.add(
        new Heard(
            topic, JSON.readTree(message.getPayload()), Optional.empty(), Optional.empty(), ""));
  }

  void publish(String topic, String payload) throws MqttException {
    client.publish(topic, payload.getBytes(UTF_8), 1, false).waitForCompletion(WAIT_MS);
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 100, false);
    client.close(true);
  }
}
