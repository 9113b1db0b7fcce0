package dev.sluice.cloud.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that acknowledges some messages and throws others away. */
class OutletPatienceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger opened = new AtomicInteger();
  private final List<Integer> done = new CopyOnWriteArrayList<>();
  private ScriptedBroker broker;
  private OutletConnection outlet;

  @BeforeEach
  void start() throws Exception {
    broker = new ScriptedBroker(vertx);
    outlet =
        new OutletConnection(
            vertx, TestBroker.access(broker.port(), 10_000), PATIENCE, opened::incrementAndGet);
    loop.runOnContext(none -> outlet.start());
    acceptConnection(1);
  }

  @AfterEach
  void stop() throws Exception {
    loop.runOnContext(none -> outlet.close());
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void acceptConnection(int number) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> broker.heard(MqttMessageType.CONNECT).size() == number);
    broker.accept(false);
    await().atMost(Duration.ofSeconds(30)).until(() -> opened.get() == number);
  }

  private void publish(int number) {
    ForwardedMessage message =
        new ForwardedMessage(
            "t", new byte[] {1}, 1, false, OptionalLong.empty(), ForwardedMessage.Properties.NONE);
    loop.runOnContext(none -> outlet.publish(message, () -> done.add(number)));
  }

  private void acknowledge(int index) {
    var publish = (MqttPublishMessage) broker.heard(MqttMessageType.PUBLISH).get(index);
    int packetId = publish.variableHeader().packetId();
    broker.send(OutletPackets.reply(MqttMessageType.PUBACK, packetId));
  }

  @Test
  void aMessageThatIsNeverAcknowledgedEndsTheConnectionAlthoughOthersAre() {
    publish(1);
    publish(2);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> broker.heard(MqttMessageType.PUBLISH).size() == 2);
    acknowledge(1);
    await().atMost(Duration.ofSeconds(30)).until(() -> done.contains(2));

    await().atMost(Duration.ofSeconds(30)).until(() -> outlet.fault().isPresent());
    assertThat(outlet.fault()).contains("no acknowledgement for 2 s");
    acceptConnection(2);
    assertThat(done).containsExactly(2);
    assertThat(outlet.isOpen()).isTrue();
  }
}
