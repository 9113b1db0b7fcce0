package dev.sluice.sim.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.DeviceClients;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/**
 * Devices that publish numbers and applications that hear them, on a loop of their own; they come
 * back whenever they can.
 */
final class Traffic implements AutoCloseable {
  static final Duration SETTLES_WITHIN = Duration.ofSeconds(90);
  private static final long TICK_MS = 20;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final DeviceClients clients = new DeviceClients(vertx, vertx.getOrCreateContext());
  private final List<NumberedDevice> publishers = new CopyOnWriteArrayList<>();
  private final List<Application> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean publishing;

  Traffic() {
    vertx.setPeriodic(TICK_MS, none -> tick());
  }

  private void tick() {
    listeners.forEach(Application::tick);
    publishers.forEach(NumberedDevice::tick);
    if (publishing) {
      publishers.forEach(NumberedDevice::publish);
    }
  }

  /** Of QoS 2: who was not told repeats what is QoS 1, which would be no fault of the link. */
  NumberedDevice publisher(int port, String topic) {
    NumberedDevice publisher = new NumberedDevice(clients, port, topic, 2);
    publishers.add(publisher);
    return publisher;
  }

  Application listener(int port, String filter) {
    Application listener = new Application(clients, port, filter, 2);
    listeners.add(listener);
    return listener;
  }

  List<NumberedDevice> publishers() {
    return publishers;
  }

  /** All are there, and publish from now on: what comes before is heard by nobody. */
  void begin() {
    await()
        .atMost(SETTLES_WITHIN)
        .until(
            () ->
                listeners.stream().allMatch(Application::isConnected)
                    && publishers.stream().allMatch(NumberedDevice::isConnected));
    publishing = true;
  }

  /** Each of them so many messages more. */
  void goOnFor(int messages) {
    for (NumberedDevice publisher : publishers) {
      long enough = publisher.published() + messages;
      await().atMost(SETTLES_WITHIN).until(() -> publisher.published() >= enough);
    }
  }

  /** Nobody publishes any more, and all has been acknowledged. */
  void settle() {
    publishing = false;
    await()
        .atMost(SETTLES_WITHIN)
        .until(() -> publishers.stream().allMatch(NumberedDevice::isIdle));
  }

  long published() {
    return publishers.stream().mapToLong(NumberedDevice::published).sum();
  }

  /**
   * All that was published has come, once and in order.
   *
   * @param topic as it is called there
   */
  static void awaitAll(NumberedDevice publisher, Application listener, String topic) {
    List<Long> all = LongStream.rangeClosed(1, publisher.published()).boxed().toList();
    await()
        .atMost(SETTLES_WITHIN)
        .untilAsserted(() -> assertThat(listener.arrived(topic)).as(topic).isEqualTo(all));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
