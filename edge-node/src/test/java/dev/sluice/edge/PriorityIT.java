package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms and a long queue, with real clients and a real node. */
class PriorityIT {
  private static final int WAITING = 10_000;
  private static final int IN_FLIGHT = 20;
  private static final int PUBLISHED_AHEAD = 500;
  private static final String YAML =
      """
      node: {id: priority-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal}
      limits: {inflight: %d}
      topics:
        - {topic: alarms/#, priority: 9}
        - {topic: state/#, when-full: latest-only}
      """
          .formatted(IN_FLIGHT);

  @TempDir Path folder;

  /** Notes what arrives; acknowledges only when told to. */
  private static final class Client implements MqttCallback {
    private final MqttAsyncClient mqtt;
    private final Semaphore room = new Semaphore(PUBLISHED_AHEAD);
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final List<MqttMessage> unacknowledged = new CopyOnWriteArrayList<>();
    private volatile boolean slow;

    Client(int port, String id, boolean lasting, boolean slow) throws Exception {
      this.slow = slow;
      mqtt = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
      mqtt.setCallback(this);
      mqtt.setManualAcks(true);
      MqttConnectOptions options = new MqttConnectOptions();
      options.setCleanSession(!lasting);
      options.setMaxInflight(2 * PUBLISHED_AHEAD);
      mqtt.connect(options).waitForCompletion(10_000);
    }

    void publish(String topic, String text) throws Exception {
      if (!room.tryAcquire(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no acknowledgement for thirty seconds, at " + text);
      }
      mqtt.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    void publishAll(String topic, int count) throws Exception {
      for (int i = 0; i < count; i++) {
        publish(topic, topic + " " + i);
      }
    }

    void awaitAcknowledgements() throws Exception {
      assertThat(room.tryAcquire(PUBLISHED_AHEAD, 60, TimeUnit.SECONDS)).isTrue();
      room.release(PUBLISHED_AHEAD);
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      room.release();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws Exception {
      arrived.add(new String(message.getPayload(), StandardCharsets.UTF_8));
      if (slow) {
        unacknowledged.add(message);
      } else {
        mqtt.messageArrivedComplete(message.getId(), message.getQos());
      }
    }

    void catchUp() throws Exception {
      slow = false;
      for (MqttMessage message : unacknowledged) {
        mqtt.messageArrivedComplete(message.getId(), message.getQos());
      }
    }

    List<String> of(String prefix) {
      return arrived.stream().filter(text -> text.startsWith(prefix)).toList();
    }

    @Override
    public void connectionLost(Throwable cause) {}

    void close() throws Exception {
      mqtt.disconnectForcibly(100, 1_000, false);
      mqtt.close(true);
    }
  }

  private static Client reader(EdgeProcess edge, boolean slow) throws Exception {
    return new Client(edge.port(), "reader", true, slow);
  }

  private static void subscribe(Client client) throws Exception {
    client.mqtt.subscribe("#", 1).waitForCompletion(10_000);
  }

  private static void awaitArrivals(Client client, int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> client.arrived.size() >= count);
  }

  private static void inOrder(List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      assertThat(texts.get(i)).endsWith(" " + i);
    }
  }

  @Test
  void alarmsOvertakeTenThousandMessagesThatWaitForASlowClient() throws Exception {
    try (EdgeProcess edge = new EdgeProcess(folder, YAML, "96m")) {
      edge.start();
      Client slow = reader(edge, true);
      subscribe(slow);
      Client publisher = new Client(edge.port(), "writer", false, false);
      publisher.publishAll("bulk", WAITING);
      publisher.publishAll("alarms/a", 10);
      publisher.awaitAcknowledgements();
      awaitArrivals(slow, IN_FLIGHT);
      slow.catchUp();
      awaitArrivals(slow, WAITING + 10);
      assertThat(slow.arrived.subList(IN_FLIGHT, IN_FLIGHT + 10))
          .as("behind what was in flight")
          .allMatch(text -> text.startsWith("alarms/a"));
      inOrder(slow.of("bulk"));
      inOrder(slow.of("alarms/a"));
      slow.close();
      publisher.close();
    }
  }

  @Test
  void theyStillDoAfterTheNodeWasKilled() throws Exception {
    try (EdgeProcess edge = new EdgeProcess(folder, YAML, "96m")) {
      edge.start();
      Client away = reader(edge, false);
      subscribe(away);
      away.close();
      Client publisher = new Client(edge.port(), "writer", false, false);
      publisher.publishAll("bulk", WAITING);
      publisher.publishAll("alarms/a", 10);
      for (int i = 0; i < 500; i++) {
        publisher.publish("state/door", "state " + i);
      }
      publisher.awaitAcknowledgements();
      publisher.close();
      edge.kill();
      edge.start();
      Client back = reader(edge, false);
      await().atMost(Duration.ofSeconds(60)).until(() -> back.of("bulk").size() == WAITING);
      assertThat(back.arrived.subList(0, 10)).allMatch(text -> text.startsWith("alarms/a"));
      inOrder(back.of("bulk"));
      inOrder(back.of("alarms/a"));
      // A crash may bring back what was superseded last; it does not reach the client.
      await().atMost(Duration.ofSeconds(10)).until(() -> back.of("state").contains("state 499"));
      assertThat(back.of("state")).containsExactly("state 499");
      back.close();
    }
  }
}
