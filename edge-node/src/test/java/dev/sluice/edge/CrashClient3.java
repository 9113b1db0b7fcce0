package dev.sluice.edge;

import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho for MQTT 3.1.1. */
final class CrashClient3 extends CrashClient implements MqttCallback, IMqttActionListener {
  private final MqttAsyncClient client;
  private final MqttConnectOptions options = new MqttConnectOptions();

  CrashClient3(int port, String id) throws MqttException {
    super(id);
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(this);
    options.setCleanSession(false);
    options.setConnectionTimeout(3);
    options.setMaxInflight(2 * IN_FLIGHT_MAX);
  }

  @Override
  void beginToConnect() throws MqttException {
    client.connect(options, null, this);
  }

  @Override
  public void onSuccess(IMqttToken token) {
    notes().connected(token.getSessionPresent());
  }

  @Override
  public void onFailure(IMqttToken token, Throwable cause) {
    notes().connecting(false);
  }

  @Override
  boolean isConnected() {
    return client.isConnected();
  }

  @Override
  void subscribe(String filter, int qos) throws MqttException {
    client.subscribe(filter, qos).waitForCompletion(10_000);
  }

  @Override
  void send(String topic, byte[] payload, int qos, boolean retained, int number)
      throws MqttException {
    client.publish(topic, payload, qos, retained, number, null);
  }

  @Override
  int onTheWay() {
    return client.getPendingDeliveryTokens().length;
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    notes().acknowledged(token.getUserContext());
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    notes().arrived(topic, message.getPayload());
  }

  @Override
  public void connectionLost(Throwable cause) {
    // The next tick sees it.
  }

  @Override
  void close() throws MqttException {
    client.disconnectForcibly(100, 1_000, false);
    client.close(true);
  }
}
