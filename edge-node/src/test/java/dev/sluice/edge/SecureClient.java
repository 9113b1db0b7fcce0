package dev.sluice.edge;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Eclipse Paho for MQTT 5 with everything that proves who it is. */
final class SecureClient implements MqttCallback, AutoCloseable {
  private static final long WAIT_MS = 10_000;

  private final MqttAsyncClient client;
  private final MqttConnectionOptions options = new MqttConnectionOptions();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private volatile int closedWith = -1;

  SecureClient(String uri, String clientId) throws Exception {
    client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
    client.setCallback(this);
  }

  SecureClient as(String user, String password) {
    options.setUserName(user);
    options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  SecureClient over(SSLContext tls) {
    options.setSocketFactory(tls.getSocketFactory());
    return this;
  }

  SecureClient connect() throws MqttException {
    client.connect(options).waitForCompletion(WAIT_MS);
    return this;
  }

  /** The Reason Code of SUBACK. */
  int subscribe(String filter) throws MqttException {
    IMqttToken token = client.subscribe(filter, 1);
    try {
      token.waitForCompletion(WAIT_MS);
    } catch (MqttException refused) {
      // Paho throws what SUBACK says.
    }
    return token.getReasonCodes()[0];
  }

  /** The Reason Code of PUBACK. */
  int publish(String topic, String payload) throws MqttException {
    IMqttToken token = client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    try {
      token.waitForCompletion(WAIT_MS);
    } catch (MqttException refused) {
      return refused.getReasonCode();
    }
    int[] codes = token.getReasonCodes();
    return codes == null || codes.length == 0 ? 0 : codes[0];
  }

  String next() throws InterruptedException {
    return String.valueOf(received.poll(WAIT_MS, TimeUnit.MILLISECONDS));
  }

  boolean isConnected() {
    return client.isConnected();
  }

  /** The Reason Code of DISCONNECT; -1 before. */
  int closedWith() {
    return closedWith;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    received.add(topic + "=" + new String(message.getPayload(), StandardCharsets.UTF_8));
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    closedWith = response.getReturnCode();
  }

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
    if (client.isConnected()) {
      client.disconnectForcibly(0, 0, false);
    }
    client.close(true);
  }
}
