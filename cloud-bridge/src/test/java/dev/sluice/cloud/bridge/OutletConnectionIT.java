package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.ForwardedMessage.Correlation;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import io.moquette.broker.security.PermitAllAuthorizatorPolicy;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outlet on the broker that the bridge embeds, with an MQTT 5 client that listens. */
class OutletConnectionIT {
  private static final int PACKET_BYTES_MAX = 10_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger opened = new AtomicInteger();
  private final List<Integer> done = new CopyOnWriteArrayList<>();
  private final List<MqttMessage> arrived = new CopyOnWriteArrayList<>();
  private Server broker;
  private int port;
  private OutletConnection outlet;
  private MqttClient application;

  @BeforeEach
  void start() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    startBroker();
    outlet =
        new OutletConnection(
            vertx, TestBroker.access(port, PACKET_BYTES_MAX), opened::incrementAndGet);
    loop.runOnContext(none -> outlet.start());
    application = new MqttClient("tcp://127.0.0.1:" + port, "app", new MemoryPersistence());
    application.setTimeToWait(10_000);
    application.setCallback(new Hearing(arrived::add));
    application.connect();
    application.subscribe("t", 2);
    await().until(() -> opened.get() == 1);
  }

  @AfterEach
  void stop() throws Exception {
    application.disconnectForcibly(100, 100);
    application.close(true);
    loop.runOnContext(none -> outlet.close());
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    broker.stopServer();
  }

  private void publish(int number, int qos, int bytes) {
    ForwardedMessage.Properties properties =
        new ForwardedMessage.Properties(
            OptionalInt.of(1),
            Optional.of("text/plain"),
            Optional.of("reply/to"),
            Optional.of(new Correlation(new byte[] {1, 2})),
            List.of(
                new ForwardedMessage.UserProperty("k", "v"),
                new ForwardedMessage.UserProperty("k", "w")));
    ForwardedMessage message =
        new ForwardedMessage("t", new byte[bytes], qos, false, OptionalLong.of(60_000), properties);
    loop.runOnContext(none -> outlet.publish(message, () -> done.add(number)));
  }

  @Test
  void propertiesOfMqtt5ReachSubscribers() {
    for (int qos = 0; qos <= 2; qos++) {
      publish(qos, qos, 3);
    }
    await().until(() -> arrived.size() == 3 && done.size() == 3);
    for (MqttMessage message : arrived) {
      MqttProperties says = message.getProperties();
      assertThat(says.getPayloadFormat()).isTrue();
      assertThat(says.getContentType()).isEqualTo("text/plain");
      assertThat(says.getResponseTopic()).isEqualTo("reply/to");
      assertThat(says.getCorrelationData()).containsExactly(1, 2);
      assertThat(says.getMessageExpiryInterval()).isBetween(50L, 60L);
      assertThat(says.getUserProperties())
          .containsExactly(new UserProperty("k", "v"), new UserProperty("k", "w"));
    }
  }

  @Test
  void aMessageThatTheBrokerTakesNotIsGivenUpAndTheRestGoesOn() {
    publish(1, 1, 3);
    publish(2, 1, PACKET_BYTES_MAX);
    publish(3, 1, 3);
    await().until(() -> done.size() == 3 && arrived.size() == 2);
    assertThat(outlet.tooLarge()).isEqualTo(1);
    assertThat(opened).as("connections").hasValue(1);
  }

  @Test
  void connectsAgainWhenTheBrokerComesBack() throws Exception {
    broker.stopServer();
    await().until(() -> !outlet.isOpen());
    startBroker();
    await().until(() -> opened.get() == 2);
    publish(1, 1, 3);
    await().until(() -> done.size() == 1);
  }

  private void startBroker() throws IOException {
    var properties = new Properties();
    properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    properties.setProperty(
        IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, Integer.toString(PACKET_BYTES_MAX));
    broker = new Server();
    broker.startServer(
        new MemoryConfig(properties),
        List.of(),
        null,
        (clientId, username, password) -> true,
        new PermitAllAuthorizatorPolicy());
  }
}
