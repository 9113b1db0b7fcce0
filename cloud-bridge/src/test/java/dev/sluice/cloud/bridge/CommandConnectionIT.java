package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is acknowledged, and when, on a real socket to a broker that says what the test says. */
class CommandConnectionIT {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger begun = new AtomicInteger();
  private final List<Integer> released = new CopyOnWriteArrayList<>();
  private final List<Consumer<Boolean>> undecided = new CopyOnWriteArrayList<>();
  private ScriptedBroker broker;
  private CommandConnection connection;

  @BeforeEach
  void start() throws Exception {
    broker = new ScriptedBroker(vertx);
    connection =
        new CommandConnection(
            vertx,
            TestBroker.access(broker.port(), 10_000),
            Duration.ofDays(1),
            List.of("commands/+/#", "all"),
            task -> loop.runOnContext(none -> task.run()),
            new CommandConnection.Listener() {
              @Override
              public void onBegun() {
                begun.incrementAndGet();
              }

              @Override
              public void onMessage(MqttPublishMessage message, Consumer<Boolean> done) {
                undecided.add(done);
              }

              @Override
              public void onReleased(int packetId) {
                released.add(packetId);
              }
            });
    loop.runOnContext(none -> connection.start());
    awaitConnections(1);
  }

  @AfterEach
  void stop() throws Exception {
    loop.runOnContext(none -> connection.close());
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void awaitConnections(int count) {
    await().until(() -> broker.heard(MqttMessageType.CONNECT).size() == count);
  }

  private static MqttMessage publish(MqttQoS qos, int packetId) {
    return MqttMessageBuilders.publish()
        .topicName("commands/gw/valve")
        .qos(qos)
        .messageId(packetId)
        .payload(Unpooled.wrappedBuffer(new byte[] {1}))
        .build();
  }

  /** Whatever was to be sent before it has been sent when it is answered. */
  private void awaitTurn(int packetId) {
    broker.send(OutletPackets.pubRel(packetId));
    await().until(() -> broker.ids(MqttMessageType.PUBCOMP).contains(packetId));
  }

  @Test
  void comesWithASessionThatOutlivesItAndAsksForNothingRetained() {
    broker.accept(false);

    await().until(() -> broker.heard(MqttMessageType.SUBSCRIBE).size() == 1);
    MqttConnectMessage hello = (MqttConnectMessage) broker.heard(MqttMessageType.CONNECT).get(0);
    assertThat(hello.payload().clientIdentifier()).isEqualTo("bridge-commands");
    assertThat(hello.variableHeader().isCleanSession()).isFalse();
    assertThat(
            hello
                .variableHeader()
                .properties()
                .getProperty(MqttProperties.SESSION_EXPIRY_INTERVAL)
                .value())
        .isEqualTo(86_400);
    var asked = (MqttSubscribeMessage) broker.heard(MqttMessageType.SUBSCRIBE).get(0);
    assertThat(asked.payload().topicSubscriptions())
        .extracting(MqttTopicSubscription::topicFilter)
        .containsExactly("commands/+/#", "all");
    assertThat(asked.payload().topicSubscriptions())
        .allMatch(one -> one.option().retainHandling().value() == 2)
        .allMatch(one -> one.option().qos() == MqttQoS.EXACTLY_ONCE);
    assertThat(begun).hasValue(1);
  }

  @Test
  void acknowledgesWhatIsSafeAndNotBefore() {
    broker.accept(true);
    broker.send(publish(MqttQoS.AT_LEAST_ONCE, 7));
    broker.send(publish(MqttQoS.EXACTLY_ONCE, 8));
    await().until(() -> undecided.size() == 2);
    awaitTurn(99);
    assertThat(broker.ids(MqttMessageType.PUBACK)).isEmpty();
    assertThat(broker.ids(MqttMessageType.PUBREC)).isEmpty();

    undecided.forEach(done -> done.accept(true));

    await().until(() -> broker.ids(MqttMessageType.PUBREC).equals(List.of(8)));
    assertThat(broker.ids(MqttMessageType.PUBACK)).containsExactly(7);
    awaitTurn(8);
    assertThat(released).containsExactly(99, 8);
    assertThat(begun).as("sessions begun").hasValue(0);
  }

  @Test
  void comesAnewWhenACommandCannotBeKept() {
    broker.accept(true);
    broker.send(publish(MqttQoS.AT_LEAST_ONCE, 7));
    await().until(() -> undecided.size() == 1);

    undecided.get(0).accept(false);

    awaitConnections(2);
    assertThat(broker.ids(MqttMessageType.PUBACK)).isEmpty();
  }

  @Test
  void anAcknowledgementIsNotOfTheNextConnection() {
    broker.accept(true);
    broker.send(publish(MqttQoS.AT_LEAST_ONCE, 7));
    await().until(() -> undecided.size() == 1);
    broker.cut();
    awaitConnections(2);
    broker.accept(false);

    undecided.get(0).accept(true);

    awaitTurn(99);
    assertThat(broker.ids(MqttMessageType.PUBACK)).isEmpty();
  }

  @Test
  void isSubscribedWhenTheBrokerGrantsEachFilter() {
    broker.accept(false);
    broker.send(granted(2, 0x87));
    awaitTurn(1);
    assertThat(connection.isSubscribed()).isFalse();

    broker.send(granted(2, 1));

    await().until(connection::isSubscribed);
  }

  private static MqttMessage granted(int... codes) {
    return new MqttSubAckMessage(
        new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
        MqttMessageIdVariableHeader.from(1),
        new MqttSubAckPayload(codes));
  }
}
