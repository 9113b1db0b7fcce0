package dev.sluice.cloud.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.broker.CommandIntake.OnceOnly;
import dev.sluice.uplink.ForwardedMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tap in Moquette's pipeline, with a real client; what is kept is a queue of the test. */
class CommandTapIT {
  private static final BridgeCredentials BRIDGE = BridgeCredentials.random();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private record Kept(ForwardedMessage message, Optional<OnceOnly> once, Consumer<Boolean> done) {}

  private final BlockingQueue<Kept> kept = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final List<MqttAsyncClient> clients = new ArrayList<>();
  private EmbeddedBroker broker;

  private final CommandIntake intake =
      new CommandIntake() {
        @Override
        public boolean isWanted(String topic) {
          return topic.startsWith("commands/");
        }

        @Override
        public void keep(
            ForwardedMessage message, Optional<OnceOnly> once, Consumer<Boolean> done) {
          kept.add(new Kept(message, once, done));
        }

        @Override
        public void released(String client, int packetId) {
          told.add("released " + client + " " + packetId);
        }

        @Override
        public void begun(String client) {
          told.add("begun " + client);
        }
      };

  @BeforeEach
  void start() throws IOException {
    broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Settings("127.0.0.1", 0, 100_000, Duration.ofDays(1)),
            BRIDGE,
            intake,
            () -> {});
  }

  @AfterEach
  void stop() throws MqttException {
    for (MqttAsyncClient client : clients) {
      client.disconnectForcibly(0, 100, false);
      client.close(true);
    }
    broker.close();
  }

  private MqttAsyncClient connect(String id, MqttConnectionOptions options) throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), id, new MemoryPersistence());
    clients.add(client);
    options.setAutomaticReconnect(false);
    client.connect(options).waitForCompletion(PATIENCE.toMillis());
    return client;
  }

  private MqttAsyncClient connect(String id) throws MqttException {
    return connect(id, new MqttConnectionOptions());
  }

  private static MqttMessage message(String text, int qos) {
    MqttMessage message = new MqttMessage(text.getBytes(UTF_8));
    message.setQos(qos);
    return message;
  }

  private Kept nextKept() throws InterruptedException {
    Kept next = kept.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(next).as("a command that is kept").isNotNull();
    return next;
  }

  @Test
  void acknowledgesACommandOnlyWhenItIsKept() throws Exception {
    MqttAsyncClient app = connect("app");
    IMqttToken first = app.publish("commands/gw/x", message("1", 1));
    IMqttToken behind = app.publish("other", message("2", 1));
    Kept one = nextKept();
    connect("another").publish("other", message("3", 1)).waitForCompletion(PATIENCE.toMillis());
    assertThat(first.isComplete()).isFalse();
    assertThat(behind.isComplete()).as("what comes behind it waits").isFalse();
    one.done().accept(true);
    first.waitForCompletion(PATIENCE.toMillis());
    behind.waitForCompletion(PATIENCE.toMillis());
    assertThat(one.message().topic()).isEqualTo("commands/gw/x");
    assertThat(one.once()).isEmpty();
    assertThat(kept).isEmpty();
  }

  @Test
  void cutsOffWhomItCannotKeepFor() throws Exception {
    MqttAsyncClient app = connect("app");
    IMqttToken token = app.publish("commands/gw/x", message("1", 1));
    nextKept().done().accept(false);
    await().atMost(PATIENCE).until(() -> !app.isConnected());
    assertThat(token.isComplete() && token.getException() == null).isFalse();
  }

  @Test
  void keepsWhatMqtt5SaysBesideThePayload() throws Exception {
    MqttMessage command = message("open", 1);
    MqttProperties properties = new MqttProperties();
    properties.setContentType("text/plain");
    properties.setResponseTopic("answers/app");
    properties.setCorrelationData(new byte[] {7, 8});
    properties.setMessageExpiryInterval(60L);
    properties.setUserProperties(List.of(new UserProperty("k", "v")));
    command.setProperties(properties);
    command.setRetained(true);
    connect("app").publish("commands/gw/x", command);

    Kept one = nextKept();
    one.done().accept(true);
    ForwardedMessage.Properties found = one.message().properties();
    assertThat(one.message().payload()).isEqualTo("open".getBytes(UTF_8));
    assertThat(one.message().retain()).isTrue();
    assertThat(one.message().remainingMs()).hasValue(60_000);
    assertThat(found.contentType()).contains("text/plain");
    assertThat(found.responseTopic()).contains("answers/app");
    assertThat(found.correlation()).contains(new ForwardedMessage.Correlation(new byte[] {7, 8}));
    assertThat(found.user()).containsExactly(new ForwardedMessage.UserProperty("k", "v"));
  }

  @Test
  void namesAPublicationOfQos2UntilItIsReleased() throws Exception {
    MqttAsyncClient app = connect("app");
    assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("begun app");
    IMqttToken token = app.publish("commands/gw/x", message("1", 2));
    Kept one = nextKept();
    OnceOnly once = one.once().orElseThrow();
    assertThat(once.client()).isEqualTo("app");
    assertThat(once.repeated()).isFalse();
    one.done().accept(true);
    token.waitForCompletion(PATIENCE.toMillis());
    assertThat(told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo("released app " + once.packetId());
  }

  @Test
  void whatCameUpFromNodesDoesNotGoDown() throws Exception {
    MqttConnectionOptions asBridge = new MqttConnectionOptions();
    asBridge.setUserName(BRIDGE.username());
    asBridge.setPassword(BRIDGE.password().getBytes(UTF_8));
    connect("bridge-outlet", asBridge)
        .publish("commands/gw/x", message("1", 1))
        .waitForCompletion(PATIENCE.toMillis());
    assertThat(kept).isEmpty();
  }

  @Test
  void anEdgeNodeSendsNoCommands() throws Exception {
    MqttAsyncClient node = connect("edge-other");
    node.publish("commands/gw/x", message("1", 0));
    node.publish("sluice/v1/up/other", message("2", 1)).waitForCompletion(PATIENCE.toMillis());
    assertThat(kept).isEmpty();
  }
}
