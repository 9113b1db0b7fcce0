package dev.sluice.edge;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Eclipse Paho for MQTT 5. */
final class CrashClient5 extends CrashClient implements MqttCallback, MqttActionListener {
  /** Paho logs every QoS 2 message; held here, or the level would be collected with its logger. */
  private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

  static {
    PAHO.setLevel(Level.OFF);
  }

  private final MqttAsyncClient client;
  private final MqttConnectionOptions options = new MqttConnectionOptions();

  CrashClient5(int port, String id) throws MqttException {
    super(id);
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    client.setCallback(this);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(3_600L);
    options.setConnectionTimeout(3);
    options.setAutomaticReconnect(false);
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
    client.publish(topic, new MqttMessage(payload, qos, retained, null), number, null);
  }

  @Override
  int onTheWay() {
    return client.getPendingTokens().length;
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    notes().acknowledged(token.getUserContext());
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    notes().arrived(topic, message.getPayload());
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    // The next tick sees it.
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}

  @Override
  void close() throws MqttException {
    client.disconnectForcibly(100, 1_000, false);
    client.close(true);
  }
}
