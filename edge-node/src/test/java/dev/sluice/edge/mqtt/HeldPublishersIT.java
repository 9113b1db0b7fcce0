package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.publishQos1;
import static dev.sluice.edge.mqtt.RawClient.subscribe311;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;

/** Publishers that are faster than those who hear them, with real clients on real sockets. */
class HeldPublishersIT {
  private static final int QUEUE = 200;
  private static final int IN_FLIGHT = 20;

  /** In a PUBLISH to the topic "t" in hexadecimal. */
  private static final int PACKET_ID_AT = 10;

  private static final int PAYLOAD_AT = 14;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longer than any test: nothing here goes on because a wait was over. */
  private static final Duration FOREVER = Duration.ofMinutes(5);

  private static RunningBroker broker(Duration wait) throws Exception {
    BrokerLimits all = BrokerLimits.DEFAULT;
    return RunningBroker.start(
        RunningBroker.SETTINGS,
        new BrokerLimits(
            all.connectionsMax(),
            all.sessionsMax(),
            all.sessionExpiryMax(),
            all.keepAliveMax(),
            all.clientIdBytesMax(),
            all.packetBytesMax(),
            all.topicLevelsMax(),
            all.receiveMaximum(),
            IN_FLIGHT,
            QUEUE,
            all.queueBytesMax(),
            all.backlogMessagesMax(),
            all.backlogBytesMax(),
            all.heldBytesMax(),
            all.transmitCreditBytes(),
            all.subscriptionsPerClientMax(),
            all.retainedMessagesMax(),
            all.retainedBytesMax(),
            all.willDelayMax(),
            all.memoryBytesMax(),
            wait));
  }

  private static MqttAsyncClient paho(RunningBroker broker, String name) throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMaxInflight(10 * QUEUE);
    MqttAsyncClient client = new MqttAsyncClient(broker.uri(), name, new MemoryPersistence());
    client.connect(options).waitForCompletion(PATIENCE.toMillis());
    return client;
  }

  private static void end(MqttAsyncClient client) throws MqttException {
    client.disconnectForcibly(0, 1, false);
    client.close(true);
  }

  private static byte[] number(int i) {
    return Integer.toString(i).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aFastPublisherIsReadAsFastAsASlowSubscriberTakesAndNothingIsDropped() throws Exception {
    int messages = 10 * QUEUE;
    try (RunningBroker broker = broker(FOREVER);
        RawClient slow = new RawClient(broker.port())) {
      slow.send(connect311("slow"), subscribe311(1, "t", 1));
      assertThat(slow.read()).startsWith("20");
      assertThat(slow.read()).startsWith("90");
      MqttAsyncClient fast = paho(broker, "fast");
      for (int i = 0; i < messages; i++) {
        fast.publish("t", number(i), 1, false);
      }
      await().until(() -> broker.brokerStats().holds().publishers() == 1);
      assertThat(broker.brokerStats().queuedMessages()).isEqualTo(QUEUE / 8);

      List<String> taken = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        String publish = slow.read();
        taken.add(publish.substring(PAYLOAD_AT));
        slow.send(RawClient.hex("4002" + publish.substring(PACKET_ID_AT, PAYLOAD_AT)));
      }
      assertThat(taken)
          .containsExactlyElementsOf(
              IntStream.range(0, messages)
                  .mapToObj(i -> HexFormat.of().formatHex(number(i)))
                  .toList());
      assertThat(broker.brokerStats().droppedQueueFull()).isZero();
      assertThat(broker.brokerStats().holds().timedOut()).isZero();
      assertThat(broker.brokerStats().holds().begun()).isGreaterThan(5);
      end(fast);
    }
  }

  @Test
  void aClientThatHearsItselfAtFullSpeedDoesNotWaitForItself() throws Exception {
    int messages = 10 * QUEUE;
    try (RunningBroker broker = broker(FOREVER)) {
      MqttAsyncClient both = paho(broker, "both");
      ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
      both.subscribe(
              "t",
              1,
              null,
              null,
              (topic, message) ->
                  heard.add(new String(message.getPayload(), StandardCharsets.UTF_8)))
          .waitForCompletion(PATIENCE.toMillis());
      AtomicInteger published = new AtomicInteger();
      CompletableFuture<Void> publishing =
          CompletableFuture.runAsync(
              () -> {
                while (published.get() < messages) {
                  publish(both, published.getAndIncrement());
                }
              });

      await().atMost(PATIENCE).until(() -> heard.size() == messages);
      publishing.join();
      assertThat(heard)
          .containsExactlyElementsOf(
              IntStream.range(0, messages).mapToObj(Integer::toString).toList());
      assertThat(broker.brokerStats().droppedQueueFull()).isZero();
      end(both);
    }
  }

  private static void publish(MqttAsyncClient client, int number) {
    try {
      client.publish("t", number(number), 1, false);
    } catch (MqttException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoSendsMoreThanCanBeSetAsideAndHearsItselfIsReadAllTheSame() throws Exception {
    int messages = 20 * QUEUE;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 1; i <= messages; i++) {
      all.writeBytes(publishQos1(i, "t", new byte[100]));
    }
    try (RunningBroker broker = broker(FOREVER);
        RawClient both = new RawClient(broker.port())) {
      both.send(connect311("both"), subscribe311(1, "t", 1));
      assertThat(both.read()).startsWith("20");
      assertThat(both.read()).startsWith("90");
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                try {
                  both.send(all.toByteArray());
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      int acknowledged = 0;
      while (acknowledged < messages) {
        acknowledged += both.read().startsWith("4002") ? 1 : 0;
      }
      sending.join();
      // It acknowledges nothing, so its queue is full: what is dropped is what was always dropped.
      assertThat(broker.brokerStats().queuedMessages()).isEqualTo(QUEUE);
      assertThat(broker.brokerStats().holds().publishers()).isZero();
    }
  }

  @Test
  void aDeadSubscriberHoldsAPublisherForTheWaitAndIsHeardMeanwhile() throws Exception {
    Duration wait = Duration.ofSeconds(1);
    try (RunningBroker broker = broker(wait);
        RawClient dead = new RawClient(broker.port());
        RawClient publisher = new RawClient(broker.port())) {
      dead.send(connect311("dead"), subscribe311(1, "t", 1));
      assertThat(dead.read()).startsWith("20");
      assertThat(dead.read()).startsWith("90");
      publisher.send(connect311("publisher"));
      assertThat(publisher.read()).startsWith("20");
      int taken = IN_FLIGHT + QUEUE / 8;
      for (int i = 1; i <= taken; i++) {
        publisher.send(publishQos1(i, "t", new byte[10]));
        assertThat(publisher.read()).isEqualTo(String.format("4002%04x", i));
      }
      long heldFrom = System.nanoTime();
      publisher.send(publishQos1(taken + 1, "t", new byte[10]), RawClient.PINGREQ);
      assertThat(publisher.read()).isEqualTo("d000");
      assertThat(publisher.read()).isEqualTo(String.format("4002%04x", taken + 1));
      assertThat(System.nanoTime() - heldFrom).isGreaterThan(wait.toNanos() / 2);

      // From now on nobody waits for it.
      for (int i = taken + 2; i <= 2 * QUEUE; i++) {
        publisher.send(publishQos1(i, "t", new byte[10]));
        assertThat(publisher.read()).isEqualTo(String.format("4002%04x", i));
      }
      assertThat(broker.brokerStats().holds().begun()).isOne();
      assertThat(broker.brokerStats().holds().timedOut()).isOne();
      assertThat(broker.brokerStats().droppedQueueFull()).isPositive();
    }
  }
}
