package dev.sluice.sim.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each client library owes a device, against a real broker. */
class DeviceClientIT {
  private static final AtomicInteger NAMES = new AtomicInteger();

  @TempDir private static Path folder;
  private static Mosquitto broker;
  private static Vertx vertx;
  private static Context loop;

  private final String topic = "t/" + NAMES.incrementAndGet();
  private final RecordingListener heard = new RecordingListener();
  private CuttableRelay relay;

  @BeforeAll
  static void start() throws IOException {
    broker = Mosquitto.start(folder);
    vertx = Vertx.vertx();
    loop = vertx.getOrCreateContext();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      broker.close();
    }
  }

  @BeforeEach
  void relay() {
    relay = new CuttableRelay(vertx, broker.port());
  }

  @AfterEach
  void endRelay() {
    relay.close();
  }

  @ParameterizedTest
  @CsvSource({"PAHO_V5,1", "PAHO_V5,2", "PAHO_V3,1", "PAHO_V3,2", "VERTX,1"})
  void tellsOfAcknowledgementsAndOfWhatItSubscribedTo(ClientKind kind, int qos) {
    DeviceClient client = connected(kind, qos);
    assertThat(publish(client, 17)).isTrue();
    await().untilAsserted(() -> assertThat(heard.acknowledged).containsExactly(17L));
    await().untilAsserted(() -> assertThat(heard.received).hasSize(1));
    assertThat(heard.received.get(0).topic()).isEqualTo(topic);
    assertThat(new String(heard.received.get(0).payload(), UTF_8)).isEqualTo("m17");
    onLoop(client::close);
  }

  @ParameterizedTest
  @EnumSource
  void isToldNothingOfAcknowledgementsAtQos0(ClientKind kind) {
    DeviceClient client = connected(kind, 0);
    assertThat(publish(client, 1)).isTrue();
    await().untilAsserted(() -> assertThat(heard.received).hasSize(1));
    assertThat(heard.acknowledged).isEmpty();
    onLoop(client::close);
  }

  @ParameterizedTest
  @CsvSource({"PAHO_V5,1", "PAHO_V5,2", "PAHO_V3,1", "PAHO_V3,2", "VERTX,1"})
  void sendsAgainWhatWasNotAcknowledgedBeforeTheCut(ClientKind kind, int qos) {
    DeviceClient client = connected(kind, qos);
    relay.swallow();
    publish(client, 0);
    publish(client, 1);
    relay.cut();
    await().untilAsserted(() -> assertThat(heard.losses).isNotEmpty());
    assertThat(heard.acknowledged).isEmpty();
    reconnect(client);
    await().untilAsserted(() -> assertThat(heard.acknowledged).containsExactlyInAnyOrder(0L, 1L));
    assertThat(publish(client, 2)).isTrue();
    await().untilAsserted(() -> assertThat(heard.acknowledged).contains(2L));
    onLoop(client::close);
  }

  @ParameterizedTest
  @EnumSource
  void getsAfterTheCutWhatCameMeanwhile(ClientKind kind) {
    DeviceClient client = connected(kind, 1);
    relay.cut();
    await().untilAsserted(() -> assertThat(heard.losses).isNotEmpty());
    RecordingListener ignored = new RecordingListener();
    DeviceClient other = client(ClientKind.VERTX, "other" + topic, broker.port(), 1, ignored);
    onLoop(other::connect);
    await().until(() -> ignored.connections.get() > 0);
    publish(other, 5);
    await().untilAsserted(() -> assertThat(ignored.acknowledged).containsExactly(5L));
    assertThat(heard.received).isEmpty();
    reconnect(client);
    await()
        .untilAsserted(
            () ->
                assertThat(heard.received)
                    .extracting(message -> new String(message.payload(), UTF_8))
                    .contains("m5"));
    onLoop(other::close);
    onLoop(client::close);
  }

  @ParameterizedTest
  @EnumSource
  void publishesNothingWithoutAConnection(ClientKind kind) {
    DeviceClient client = client(kind, "c" + topic, relay.port(), 1, heard);
    assertThat(publish(client, 1)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void saysSoWhenItCannotConnect(ClientKind kind) {
    relay.close();
    DeviceClient client = client(kind, "c" + topic, relay.port(), 1, heard);
    onLoop(client::connect);
    await().untilAsserted(() -> assertThat(heard.losses).isNotEmpty());
    assertThat(heard.connections).hasValue(0);
  }

  @Test
  void refusesAtOnceWhatVertxCannotDo() {
    assertThat(catchThrowable(() -> client(ClientKind.VERTX, "c", broker.port(), 2, heard)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DeviceClient connected(ClientKind kind, int qos) {
    DeviceClient client = client(kind, "c" + topic, relay.port(), qos, heard);
    onLoop(client::connect);
    await().until(() -> heard.connections.get() == 1);
    return client;
  }

  /** As often as it takes: a library may still be busy with the end of the last connection. */
  private void reconnect(DeviceClient client) {
    int before = heard.connections.get();
    await()
        .until(
            () -> {
              int losses = heard.losses.size();
              onLoop(client::connect);
              await().until(() -> heard.connections.get() > before || heard.losses.size() > losses);
              return heard.connections.get() > before;
            });
  }

  private DeviceClient client(
      ClientKind kind, String clientId, int port, int qos, DeviceClient.Listener listener) {
    ClientSettings settings =
        new ClientSettings(
            "127.0.0.1",
            port,
            clientId,
            topic,
            qos,
            List.of(topic),
            OptionalLong.of(300),
            Optional.of(sequence -> "named-" + sequence));
    return new DeviceClients(vertx, loop).create(kind, settings, listener);
  }

  private static boolean publish(DeviceClient client, long sequence) {
    return onLoop(() -> client.publish(sequence, ("m" + sequence).getBytes(UTF_8)));
  }

  private static void onLoop(Runnable task) {
    onLoop(
        () -> {
          task.run();
          return true;
        });
  }

  private static <T> T onLoop(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(ignored -> done.complete(task.get()));
    return done.join();
  }
}
