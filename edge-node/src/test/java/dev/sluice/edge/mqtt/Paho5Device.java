package dev.sluice.edge.mqtt;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Eclipse Paho for MQTT 5. */
final class Paho5Device implements Device, MqttCallback {
  private static final long WAIT_MS = 10_000;

  /** Paho logs every QoS 2 message; held here, or the level would be collected with its logger. */
  private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

  static {
    PAHO.setLevel(Level.WARNING);
  }

  private final MqttAsyncClient client;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<MqttMessage> messages = new LinkedBlockingQueue<>();

  /** Why the server closed, when it said so. */
  private volatile int disconnectReason = -1;

  Paho5Device(String uri, String clientId) throws Exception {
    client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
    client.setCallback(this);
  }

  @Override
  public void connect(String willTopic) throws Exception {
    MqttConnectionOptions options = new MqttConnectionOptions();
    if (!willTopic.isEmpty()) {
      options.setWill(willTopic, new MqttMessage(Device.utf8("gone"), 1, false, null));
    }
    client.connect(options).waitForCompletion(WAIT_MS);
  }

  @Override
  public void subscribe(String filter, int qos) throws Exception {
    client.subscribe(filter, qos).waitForCompletion(WAIT_MS);
  }

  @Override
  public void publish(String topic, byte[] payload, int qos, boolean retained) throws Exception {
    client.publish(topic, payload, qos, retained).waitForCompletion(WAIT_MS);
  }

  void publish(String topic, String payload, MqttProperties properties) throws Exception {
    client
        .publish(topic, new MqttMessage(Device.utf8(payload), 1, false, properties))
        .waitForCompletion(WAIT_MS);
  }

  @Override
  public Optional<Received> poll() throws Exception {
    return Optional.ofNullable(received.poll(WAIT_MS, TimeUnit.MILLISECONDS));
  }

  /** The properties of the next message that arrives. */
  MqttProperties nextProperties() throws Exception {
    next();
    return messages.take().getProperties();
  }

  int disconnectReason() {
    return disconnectReason;
  }

  @Override
  public void cut() throws Exception {
    client.disconnectForcibly(0, 1, false);
  }

  @Override
  public boolean isConnected() {
    return client.isConnected();
  }

  @Override
  public void close() {
    try {
      if (client.isConnected()) {
        client.disconnect().waitForCompletion(WAIT_MS);
      }
      client.close(true);
    } catch (MqttException failure) {
      throw new IllegalStateException("the device does not close", failure);
    }
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    messages.add(message);
    received.add(new Received(topic, message.getPayload(), message.getQos(), message.isRetained()));
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    disconnectReason = response.getReturnCode();
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
