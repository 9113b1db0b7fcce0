package dev.sluice.edge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HiveMQ client, for MQTT 5: it keeps what is on its way in memory and goes on with it in the
 * same session. Paho's for MQTT 5 loses the thread that reads when its connection breaks at the
 * wrong moment, and waits for ever then.
 */
final class CrashClient5 extends CrashClient {
  private final Mqtt5AsyncClient client;
  private final AtomicInteger onTheWay = new AtomicInteger();

  CrashClient5(int port, String id) {
    super(id);
    client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier(id)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .transportConfig()
            .mqttConnectTimeout(3, TimeUnit.SECONDS)
            .applyTransportConfig()
            .buildAsync();
    // Before the first connection: what comes with it is seen too.
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> notes().arrived(publish.getTopic().toString(), publish.getPayloadAsBytes()));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The notes have what came of it.
  void beginToConnect() {
    client
        .connectWith()
        .cleanStart(false)
        .sessionExpiryInterval(3_600)
        .send()
        .whenComplete(this::onConnected);
  }

  private void onConnected(Mqtt5ConnAck answer, Throwable failure) {
    if (failure == null) {
      notes().connected(answer.isSessionPresent());
    } else {
      notes().connecting(false);
    }
  }

  @Override
  boolean isConnected() {
    return client.getState().isConnected();
  }

  @Override
  void subscribe(String filter, int qos) throws Exception {
    client.subscribeWith().topicFilter(filter).qos(qosOf(qos)).send().get(10, TimeUnit.SECONDS);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // The notes have what came of it.
  void send(String topic, byte[] payload, int qos, boolean retained, int number) {
    onTheWay.incrementAndGet();
    client
        .publishWith()
        .topic(topic)
        .payload(payload)
        .qos(qosOf(qos))
        .retain(retained)
        .send()
        .whenComplete((result, failure) -> onPublished(number, result));
  }

  private void onPublished(int number, Mqtt5PublishResult result) {
    onTheWay.decrementAndGet();
    if (result != null && result.getError().isEmpty()) {
      notes().acknowledged(number);
    }
  }

  private static MqttQos qosOf(int level) {
    return MqttQos.fromCode(level);
  }

  @Override
  int onTheWay() {
    return onTheWay.get();
  }

  @Override
  void close() {
    // The node may have gone first.
    client.disconnect().exceptionally(gone -> null).join();
  }
}
