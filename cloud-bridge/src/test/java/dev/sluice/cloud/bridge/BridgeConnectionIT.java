package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.CloudLink;
import dev.sluice.uplink.UplinkTopics;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BridgeConnectionIT {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private Server broker;
  private int port;
  private BridgeConnection bridge;

  @BeforeEach
  void start() throws Exception {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    startBroker();
    bridge =
        new BridgeConnection(
            vertx,
            new BridgeConnection.Settings(
                TestBroker.access(port, 10_000),
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Optional.empty()),
            new BridgeConnection.Listener() {
              @Override
              public void onBytes(String edgeId, byte[] bytes) {
                heard.add(edgeId + ":" + bytes.length);
              }

              @Override
              public void onForward(String edgeId, byte[] bytes) {
                heard.add("forward " + edgeId + ":" + bytes.length);
              }
            });
    loop.runOnContext(none -> bridge.start());
    await().until(() -> bridge.ready());
  }

  @AfterEach
  void stop() throws Exception {
    loop.runOnContext(none -> bridge.close());
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    broker.stopServer();
  }

  @Test
  void connectsAgainWhenTheBrokerComesBackAndSaysSoMeanwhile() throws Exception {
    broker.stopServer();
    await().until(() -> !bridge.ready());
    loop.runOnContext(none -> bridge.publish("one", new byte[1], CloudLink.Delivery.KEPT));
    await().until(() -> bridge.dropped() == 1);

    startBroker();

    await().until(() -> bridge.ready());
    say(UplinkTopics.up("one"));
    await().until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly("one:7");
  }

  @Test
  void hearsUpTopicsOnly() throws Exception {
    say(UplinkTopics.down("one"), "elsewhere", UplinkTopics.up("two"));

    await().until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly("two:7");
  }

  private void say(String... topics) throws MqttException {
    try (var client = new MqttClient("tcp://127.0.0.1:" + port, "x", new MemoryPersistence())) {
      client.setTimeToWait(10_000);
      client.connect();
      for (String topic : topics) {
        client.publish(topic, new byte[7], 1, false);
      }
      client.disconnect();
    }
  }

  private void startBroker() throws IOException {
    var properties = new Properties();
    properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    broker = new Server();
    broker.startServer(
        new MemoryConfig(properties),
        List.of(),
        null,
        (clientId, username, password) -> true,
        new PermitAllAuthorizatorPolicy());
  }
}
