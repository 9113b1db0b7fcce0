package dev.sluice.target.kafka;

import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.UplinkTopics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** An edge node reduced to its client: requests, and the answers as they came. */
final class AskingEdge implements AutoCloseable {
  static final int VALUES = 64;
  static final String MODEL = "vibration-light";

  private final LinkId link = new LinkId("gw", 7);
  private final List<Envelope.Answer> answers = new CopyOnWriteArrayList<>();
  private final MqttClient client;

  AskingEdge(int port) throws MqttException {
    client = new MqttClient("tcp://127.0.0.1:" + port, "edge-gw", new MemoryPersistence());
    client.setTimeToWait(10_000);
    client.setCallback(
        new MqttCallback() {
          @Override
          public void connectionLost(Throwable cause) {}

          @Override
          public void messageArrived(String topic, MqttMessage message)
              throws MalformedEnvelopeException {
            Envelope envelope = EnvelopeCodec.decode(message.getPayload());
            if (envelope instanceof Envelope.Answer answer) {
              answers.add(answer);
            }
          }

          @Override
          public void deliveryComplete(IMqttDeliveryToken token) {}
        });
    connect();
  }

  void connect() throws MqttException {
    var options = new MqttConnectOptions();
    options.setCleanSession(false);
    options.setMaxInflight(1_000);
    client.connect(options);
    client.subscribe(UplinkTopics.down(link.edgeId()), 1);
  }

  boolean isConnected() {
    return client.isConnected();
  }

  /** Without a deadline: nothing but an answer ends it. */
  void ask(long id) throws MqttException {
    ask(id, Envelope.Request.NO_DEADLINE);
  }

  void ask(long id, long remainingMs) throws MqttException {
    var request = new Envelope.Request(link, id, MODEL, remainingMs, 5, new float[VALUES]);
    client.publish(UplinkTopics.up(link.edgeId()), EnvelopeCodec.encode(request), 1, false);
  }

  void askAll(int first, int count) throws MqttException {
    for (int id = first; id < first + count; id++) {
      ask(id);
    }
  }

  /** In the order in which they came, each as often as it came. */
  List<Envelope.Answer> answers() {
    return List.copyOf(answers);
  }

  List<Long> answered() {
    return answers.stream().map(Envelope.Answer::requestId).toList();
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnectForcibly(0, 100);
    }
    client.close(true);
  }
}
