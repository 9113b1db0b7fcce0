package dev.sluice.edge.mqtt;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho for MQTT 3.1.1. */
final class Paho3Device implements Device {
  private static final long WAIT_MS = 10_000;

  /** Paho counts a publish as in progress for a while after it said that it was complete. */
  private static final int IN_PROGRESS_MAX = 1_000;

  private final MqttAsyncClient client;
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

  Paho3Device(String uri, String clientId) throws Exception {
    client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
  }

  @Override
  public void connect(String willTopic) throws Exception {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setMaxInflight(IN_PROGRESS_MAX);
    if (!willTopic.isEmpty()) {
      options.setWill(willTopic, Device.utf8("gone"), 1, false);
    }
    client.connect(options).waitForCompletion(WAIT_MS);
  }

  @Override
  public void subscribe(String filter, int qos) throws Exception {
    client
        .subscribe(filter, qos, null, null, (topic, message) -> add(topic, message))
        .waitForCompletion(WAIT_MS);
  }

  private void add(String topic, MqttMessage message) {
    received.add(new Received(topic, message.getPayload(), message.getQos(), message.isRetained()));
  }

  @Override
  public void publish(String topic, byte[] payload, int qos, boolean retained) throws Exception {
    client.publish(topic, payload, qos, retained).waitForCompletion(WAIT_MS);
  }

  @Override
  public Optional<Received> poll() throws Exception {
    return Optional.ofNullable(received.poll(WAIT_MS, TimeUnit.MILLISECONDS));
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
}
