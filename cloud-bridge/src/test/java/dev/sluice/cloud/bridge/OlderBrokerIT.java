package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cloud.bridge.BrokerAccess.Protocol;
import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outlet at a broker that speaks no MQTT 5, as the test plays it. */
class OlderBrokerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LEVEL_OF_3_1_1 = 4;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private ScriptedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = new ScriptedBroker(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private OutletConnection outlet(Protocol protocol) {
    var outlet =
        new OutletConnection(
            vertx, TestBroker.access(broker.port(), 10_000, protocol), opened::incrementAndGet);
    loop.runOnContext(none -> outlet.start());
    awaitConnects(1);
    return outlet;
  }

  private void awaitConnects(int count) {
    await().atMost(PATIENCE).until(() -> broker.heard(MqttMessageType.CONNECT).size() >= count);
  }

  private void awaitFault(OutletConnection outlet, String part) {
    await()
        .atMost(PATIENCE)
        .until(() -> outlet.fault().filter(why -> why.contains(part)).isPresent());
  }

  @Test
  void aRefusalInTheFormOfMqtt311IsUnderstoodThoughTheConnectionStaysOpen() {
    OutletConnection outlet = outlet(Protocol.MQTT_5);
    broker.sendBytes(0x20, 0x02, 0x00, 0x01);
    awaitFault(outlet, "it speaks no MQTT 5; say broker.external.protocol: mqtt-3.1.1");
    awaitConnects(2);
    assertThat(opened).hasValue(0);
  }

  @Test
  void aRefusalInTheFormOfMqtt5IsUnderstood() {
    OutletConnection outlet = outlet(Protocol.MQTT_5);
    broker.sendBytes(0x20, 0x03, 0x00, 0x84, 0x00);
    awaitFault(outlet, "it speaks no MQTT 5; say broker.external.protocol: mqtt-3.1.1");
  }

  @Test
  void aBrokerThatClosesWithoutAnAnswerIsSuspected() {
    OutletConnection outlet = outlet(Protocol.MQTT_5);
    broker.cut();
    awaitFault(outlet, "if it speaks no MQTT 5, say broker.external.protocol: mqtt-3.1.1");
  }

  @Test
  void aRefusalForAnotherReasonIsSaidAsItIs() {
    OutletConnection outlet = outlet(Protocol.MQTT_5);
    broker.sendBytes(0x20, 0x02, 0x00, 0x05);
    awaitFault(outlet, "CONNECTION_REFUSED_NOT_AUTHORIZED");
  }

  @Test
  void messagesTravelAsMqtt311WhereTheConfigurationSaysSo() {
    OutletConnection outlet = outlet(Protocol.MQTT_3_1_1);
    broker.sendBytes(0x20, 0x02, 0x00, 0x00);
    await().atMost(PATIENCE).until(() -> opened.get() == 1);
    loop.runOnContext(none -> outlet.publish(message(), done::incrementAndGet));

    await().atMost(PATIENCE).until(() -> !broker.heard(MqttMessageType.PUBLISH).isEmpty());
    var connect = (MqttConnectMessage) broker.heard(MqttMessageType.CONNECT).get(0);
    assertThat(connect.variableHeader().version()).isEqualTo(LEVEL_OF_3_1_1);
    var publish = (MqttPublishMessage) broker.heard(MqttMessageType.PUBLISH).get(0);
    assertThat(publish.variableHeader().topicName()).isEqualTo("t");
    assertThat(publish.payload().readableBytes()).isEqualTo(3);
    int id = publish.variableHeader().packetId();
    broker.sendBytes(0x50, 0x02, id >> 8, id & 0xff);
    await().atMost(PATIENCE).until(() -> !broker.heard(MqttMessageType.PUBREL).isEmpty());
    assertThat(done).hasValue(0);
    broker.sendBytes(0x70, 0x02, id >> 8, id & 0xff);
    await().atMost(PATIENCE).until(() -> done.get() == 1);
    assertThat(outlet.fault()).isEmpty();
  }

  private static ForwardedMessage message() {
    var properties =
        new ForwardedMessage.Properties(
            OptionalInt.of(1),
            Optional.of("text/plain"),
            Optional.empty(),
            Optional.empty(),
            List.of(new ForwardedMessage.UserProperty("k", "v")));
    return new ForwardedMessage("t", new byte[3], 2, false, OptionalLong.of(60_000), properties);
  }
}
