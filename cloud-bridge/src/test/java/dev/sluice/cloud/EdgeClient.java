package dev.sluice.cloud;

import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.UplinkTopics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** An edge node reduced to its MQTT client: Paho, a persistent session, and what came down. */
final class EdgeClient implements AutoCloseable {
  final LinkId link;
  final List<Envelope> heard = new CopyOnWriteArrayList<>();
  private final MqttClient client;

  private final Optional<SSLContext> tls;

  EdgeClient(int port, LinkId link) throws MqttException {
    this("tcp://127.0.0.1:" + port, link, Optional.empty());
  }

  /** By a gate, showing a certificate. */
  EdgeClient(int port, LinkId link, SSLContext tls) throws MqttException {
    this("ssl://127.0.0.1:" + port, link, Optional.of(tls));
  }

  private EdgeClient(String broker, LinkId link, Optional<SSLContext> tls) throws MqttException {
    this.link = link;
    this.tls = tls;
    this.client = new MqttClient(broker, "edge-" + link.edgeId(), new MemoryPersistence());
    client.setTimeToWait(10_000);
    client.setCallback(
        new MqttCallback() {
          @Override
          public void connectionLost(Throwable cause) {}

          @Override
          public void messageArrived(String topic, MqttMessage message)
              throws MalformedEnvelopeException {
            heard.add(EnvelopeCodec.decode(message.getPayload()));
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {}
        });
  }

  EdgeClient connect() throws MqttException {
    var options = new MqttConnectOptions();
    options.setCleanSession(false);
    tls.ifPresent(context -> options.setSocketFactory(context.getSocketFactory()));
    client.connect(options);
    client.subscribe(UplinkTopics.down(link.edgeId()), 1);
    return this;
  }

  void disconnect() throws MqttException {
    client.disconnect();
  }

  boolean connected() {
    return client.isConnected();
  }

  void send(Envelope envelope) throws MqttException {
    sendRaw(UplinkTopics.up(link.edgeId()), EnvelopeCodec.encode(envelope));
  }

  void sendRaw(String topic, byte[] bytes) throws MqttException {
    client.publish(topic, bytes, 1, false);
  }

  Envelope.Request request(long requestId, float... features) {
    return new Envelope.Request(link, requestId, "mean", Envelope.Request.NO_DEADLINE, 5, features);
  }

  List<Envelope.Answer> answers() {
    return heard.stream()
        .filter(Envelope.Answer.class::isInstance)
        .map(Envelope.Answer.class::cast)
        .toList();
  }

  boolean heardReceived(long requestId) {
    return heard.stream()
        .anyMatch(e -> e instanceof Envelope.Received r && r.requestIds().contains(requestId));
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnect();
    }
    client.close();
  }
}
