package dev.sluice.sim.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import tools.jackson.databind.json.JsonMapper;

/** A requester by Eclipse Paho for MQTT 5. */
final class Requester5 implements MqttCallback, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long WAIT_MS = 10_000;

  private final MqttAsyncClient client;
  final List<Heard> heard = new CopyOnWriteArrayList<>();

  Requester5(int port, String id) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(this);
    client.connect().waitForCompletion(WAIT_MS);
  }

  void subscribe(String filter) throws MqttException {
    client.subscribe(filter, 1).waitForCompletion(WAIT_MS);
  }

  void publish(String topic, String payload, MqttProperties properties) throws MqttException {
    client
        .publish(topic, new MqttMessage(payload.getBytes(UTF_8), 1, false, properties))
        .waitForCompletion(WAIT_MS);
  }

  static MqttProperties correlated(String data) {
    MqttProperties properties = new MqttProperties();
    properties.setCorrelationData(data.getBytes(UTF_8));
    return properties;
  }

  static MqttProperties user(MqttProperties properties, String name, String value) {
    properties.setUserProperties(List.of(new UserProperty(name, value)));
    return properties;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    byte[] correlation = properties.getCorrelationData();
    heard.add(
        new Heard(
            topic,
            JSON.readTree(message.getPayload()),
            value(properties, "x-part"),
            value(properties, "x-status"),
            correlation == null ? "" : new String(correlation, UTF_8)));
  }

  private static Optional<String> value(MqttProperties properties, String name) {
    return properties.getUserProperties().stream()
        .filter(property -> property.getKey().equals(name))
        .map(UserProperty::getValue)
        .findFirst();
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 100, false);
    client.close(true);
  }
}
