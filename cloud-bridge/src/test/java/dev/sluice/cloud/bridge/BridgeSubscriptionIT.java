package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.CloudLink;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a bridge takes its connection for one that serves. */
class BridgeSubscriptionIT {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private ScriptedBroker broker;
  private BridgeConnection bridge;
  private Future<Void> started;

  @BeforeEach
  void start() throws Exception {
    broker = new ScriptedBroker(vertx);
    bridge =
        new BridgeConnection(
            vertx,
            new BridgeConnection.Settings(
                TestBroker.access(broker.port(), 10_000),
                Duration.ofMillis(20),
                SILENCE_MAX,
                Optional.empty()),
            new BridgeConnection.Listener() {
              @Override
              public void onBytes(String edgeId, byte[] bytes) {}

              @Override
              public void onForward(String edgeId, byte[] bytes) {}
            });
    started =
        Future.future(
            done -> loop.runOnContext(none -> bridge.start().<Void>mapEmpty().onComplete(done)));
    awaitHeard(MqttMessageType.CONNECT, 1);
    broker.accept(false);
    awaitHeard(MqttMessageType.SUBSCRIBE, 1);
  }

  @AfterEach
  void stop() throws Exception {
    loop.runOnContext(none -> bridge.close());
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void awaitHeard(MqttMessageType type, int count) {
    await().until(() -> broker.heard(type).size() >= count);
  }

  private static MqttMessage lastOf(List<MqttMessage> packets) {
    return packets.get(packets.size() - 1);
  }

  private void grant(int... codes) {
    MqttSubscribeMessage asked =
        (MqttSubscribeMessage) lastOf(broker.heard(MqttMessageType.SUBSCRIBE));
    var answer = MqttMessageBuilders.subAck().packetId(asked.variableHeader().messageId());
    for (int code : codes) {
      answer.addGrantedQos(MqttQoS.valueOf(code));
    }
    broker.send(answer.build());
  }

  @Test
  void itServesOnceAllItsSubscriptionsAreGranted() {
    loop.runOnContext(none -> bridge.publish("one", new byte[1], CloudLink.Delivery.KEPT));
    await().until(() -> bridge.dropped() == 1);
    assertThat(started.isComplete()).isFalse();

    grant(1, 1, 1);

    await().until(started::succeeded);
    awaitHeard(MqttMessageType.PUBLISH, 1);
  }

  @Test
  void whatIsRefusedIsSaid() {
    grant(1, 0x80, 1);

    await().until(started::failed);
    assertThat(started.cause()).hasMessageContaining("refuses a subscription");
    awaitHeard(MqttMessageType.CONNECT, 2);
  }

  @Test
  void aConnectionThatIsCutBeforeItServesIsFollowedByOneThatDoes() {
    broker.cut();
    awaitHeard(MqttMessageType.CONNECT, 2);
    broker.accept(false);
    awaitHeard(MqttMessageType.SUBSCRIBE, 2);
    assertThat(started.isComplete()).isFalse();

    grant(1, 1, 1);

    await().until(started::succeeded);
  }

  @Test
  void aBrokerThatGrantsNothingIsGivenUp() {
    await()
        .atMost(SILENCE_MAX.multipliedBy(30))
        .until(() -> broker.heard(MqttMessageType.CONNECT).size() >= 2);
    assertThat(bridge.ready()).isFalse();
  }
}
