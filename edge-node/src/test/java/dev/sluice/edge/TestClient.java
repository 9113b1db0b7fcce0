package dev.sluice.edge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** An MQTT 5 client on Eclipse Paho that collects what it receives. */
final class TestClient implements AutoCloseable, MqttCallback {
  private static final long PATIENCE_MS = 10_000;

  static {
    // Paho 1.2.5 ends its own receiving thread with a NullPointerException when an acknowledgement
    // meets a close. Whatever a test waits for has not failed for that.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
  }

  record Received(String topic, MqttMessage message) {
    String text() {
      return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    String user(String name) {
      for (UserProperty property : message.getProperties().getUserProperties()) {
        if (property.getKey().equals(name)) {
          return property.getValue();
        }
      }
      return "";
    }
  }

  private final MqttAsyncClient client;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  TestClient(int port, String id) throws MqttException {
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(this);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setAutomaticReconnect(false);
    client.connect(options).waitForCompletion(PATIENCE_MS);
  }

  TestClient subscribe(String filter) throws MqttException {
    client.subscribe(filter, 1).waitForCompletion(PATIENCE_MS);
    return this;
  }

  /** QoS 1, retained. */
  void retain(String topic, String payload) throws MqttException {
    client
        .publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, true)
        .waitForCompletion(PATIENCE_MS);
  }

  void publish(String topic, String payload) throws MqttException {
    publish(topic, payload, new MqttProperties());
  }

  /** Returns once the broker has acknowledged. */
  void publish(String topic, String payload, MqttProperties properties) throws MqttException {
    publish(topic, payload.getBytes(StandardCharsets.UTF_8), properties);
  }

  /** Returns once the broker has acknowledged. */
  void publish(String topic, byte[] payload, MqttProperties properties) throws MqttException {
    MqttMessage message = new MqttMessage(payload);
    message.setQos(1);
    message.setProperties(properties);
    client.publish(topic, message).waitForCompletion(PATIENCE_MS);
  }

  static MqttProperties user(String name, String value) {
    MqttProperties properties = new MqttProperties();
    properties.setUserProperties(List.of(new UserProperty(name, value)));
    return properties;
  }

  Received next() throws InterruptedException {
    Received next = received.poll(PATIENCE_MS, TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing received within " + PATIENCE_MS + " ms");
    }
    return next;
  }

  /** What has come by now, without waiting. */
  List<Received> soFar() {
    List<Received> list = new ArrayList<>();
    received.drainTo(list);
    return list;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    received.add(new Received(topic, message));
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
    client.disconnectForcibly(0, PATIENCE_MS, false);
    client.close();
  }
}
