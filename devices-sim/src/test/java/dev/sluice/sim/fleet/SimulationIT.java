package dev.sluice.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.check.Outcome;
import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.config.SimConfig;
import dev.sluice.sim.device.ClientKind;
import dev.sluice.sim.device.CuttableRelay;
import dev.sluice.sim.device.Mosquitto;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs against a real broker and a stub in the edge node's place. */
class SimulationIT {
  private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
  private static final AtomicInteger RUNS = new AtomicInteger();

  @TempDir private static Path folder;
  private static Mosquitto broker;
  private static Vertx vertx;

  @BeforeAll
  static void start() throws IOException {
    broker = Mosquitto.start(folder);
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      join(vertx.close());
      broker.close();
    }
  }

  @Test
  void keepsAllPromisesOfAWorkingSystemWithEveryKindOfClient() throws Exception {
    Report report =
        run(
            StubResponder.Faults.NONE,
            Groups.answers("v5", ClientKind.PAHO_V5, 3, 1),
            Groups.answers("v5exact", ClientKind.PAHO_V5, 2, 2),
            Groups.answers("v3", ClientKind.PAHO_V3, 3, 1),
            Groups.answers("vx", ClientKind.VERTX, 5, 1));
    Outcome total = report.total();
    assertThat(total.promisesKept()).as("%s", total).isTrue();
    // 13 devices, one message each per 100 ms
    assertThat(total.published() + total.suppressed()).isEqualTo(13 * 20);
    assertThat(total.acknowledged()).isEqualTo(total.published()).isEqualTo(13 * 20);
    assertThat(total.results()).isEqualTo(13 * 20);
    assertThat(total.resultsByPlacement().get("edge")).isEqualTo(13 * 10);
    assertThat(total.deadlineHitRatio()).hasValue(1.0);
    assertThat(total.accuracy().orElseThrow()).isBetween(0.0, 0.99);
    assertThat(report.perGroup().keySet()).containsExactly("v5", "v5exact", "v3", "vx");
    assertThat(report.seconds()).isBetween(1.8, 5.0);
  }

  @Test
  void findsWhatTheSystemForgotAndWhatItSaidTwice() throws Exception {
    SimConfig hasty = hasty(Groups.answers("pump", ClientKind.VERTX, 4, 1));
    Outcome total;
    try (StubResponder responder =
        new StubResponder(vertx, broker.port(), new StubResponder.Faults(20, 16))) {
      total = run(hasty).total();
      assertThat(responder.messages()).isEqualTo(total.published());
    }
    assertThat(total.published()).isEqualTo(80);
    assertThat(total.unanswered()).isEqualTo(4);
    assertThat(total.lost()).isEqualTo(4);
    // the 80th is silent rather than doubled
    assertThat(total.duplicates()).isEqualTo(4);
    assertThat(total.promisesKept()).isFalse();
  }

  @Test
  void checksDeliveryAtEveryQosByASubscriberOfItsOwn() throws Exception {
    Report report =
        run(
            Groups.config(
                broker.port(),
                Groups.delivery("once", ClientKind.VERTX, 5, 1),
                Groups.delivery("exact", ClientKind.PAHO_V3, 2, 2)));
    assertThat(report.total().promisesKept()).as("%s", report.total()).isTrue();
    assertThat(report.perGroup().get("once").delivered()).isEqualTo(100);
    assertThat(report.perGroup().get("exact").delivered()).isEqualTo(40);
  }

  @Test
  void blamesNobodyForWhatACutOfTheDevicesOwnConnectionsMakesOfAtLeastOnce() throws Exception {
    try (CuttableRelay relay = new CuttableRelay(vertx, broker.port());
        StubResponder responder =
            new StubResponder(vertx, broker.port(), StubResponder.Faults.NONE)) {
      SimConfig config =
          Groups.config(
              relay.port(),
              Groups.answers("v5cut", ClientKind.PAHO_V5, 2, 1),
              Groups.answers("v3cut", ClientKind.PAHO_V3, 2, 1),
              Groups.answers("vxcut", ClientKind.VERTX, 2, 1));
      Simulation simulation = simulation(config);
      join(simulation.connect());
      Future<Void> published = simulation.publish(Optional.of(Duration.ofSeconds(4)));
      await().until(() -> join(simulation.outcome()).results() > 20);
      relay.swallow();
      long before = join(simulation.outcome()).published();
      await().until(() -> join(simulation.outcome()).published() > before + 6);
      relay.cut();
      join(published);
      Report report = join(simulation.conclude());
      join(simulation.close());
      assertThat(responder.messages()).isGreaterThanOrEqualTo(report.total().acknowledged());
      assertThat(report.reconnects()).isGreaterThanOrEqualTo(6);
      assertThat(report.total().promisesKept()).as("%s", report.perGroup()).isTrue();
      assertThat(report.total().unacknowledged()).as("%s", report.perGroup()).isZero();
    }
  }

  @Test
  void runsAThousandDevicesInOneProcess() throws Exception {
    Report report = run(Groups.config(broker.port(), Groups.crowd("room", 1_000)));
    assertThat(report.total().promisesKept()).as("%s", report.total()).isTrue();
    assertThat(report.total().published()).isEqualTo(2_000);
    assertThat(report.total().delivered()).isEqualTo(2_000);
  }

  @Test
  void endsWhenTold() throws Exception {
    Simulation simulation =
        simulation(Groups.config(broker.port(), Groups.delivery("d", ClientKind.VERTX, 1, 1)));
    join(simulation.connect());
    Future<Void> published = simulation.publish(Optional.empty());
    await().until(() -> join(simulation.outcome()).published() > 3);
    simulation.stop();
    join(published);
    assertThat(join(simulation.conclude()).total().promisesKept()).isTrue();
    join(simulation.close());
  }

  @Test
  void saysWhichDevicesCannotConnect() throws Exception {
    CuttableRelay gone = new CuttableRelay(vertx, broker.port());
    gone.close();
    SimConfig config =
        new SimConfig(
            new SimConfig.Broker("127.0.0.1", gone.port()),
            1,
            Duration.ofMillis(500),
            1_000,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            List.of(Groups.answers("pump", ClientKind.PAHO_V5, 3, 1)));
    Simulation simulation = simulation(config);
    assertThatThrownBy(() -> join(simulation.connect()))
        .hasMessageContaining("0 of 3 devices connected to 127.0.0.1:" + gone.port())
        .hasMessageContaining("is the broker up?");
    join(simulation.close());
  }

  private static Report run(StubResponder.Faults faults, GroupConfig... groups) throws Exception {
    try (StubResponder responder = new StubResponder(vertx, broker.port(), faults)) {
      Report report = run(Groups.config(broker.port(), groups));
      assertThat(responder.messages()).isEqualTo(report.total().published());
      return report;
    }
  }

  private static Report run(SimConfig config) throws Exception {
    Simulation simulation = simulation(config);
    join(simulation.connect());
    join(simulation.publish(Optional.of(TWO_SECONDS)));
    Report report = join(simulation.conclude());
    join(simulation.close());
    return report;
  }

  /** Does not wait long for answers that will never come. */
  private static SimConfig hasty(GroupConfig... groups) {
    SimConfig patient = Groups.config(broker.port(), groups);
    return new SimConfig(
        patient.broker(),
        patient.seed(),
        patient.connectTimeout(),
        patient.connectRate(),
        patient.ramp(),
        patient.warmUp(),
        Duration.ofSeconds(1),
        patient.linger(),
        patient.groups());
  }

  private static Simulation simulation(SimConfig config) throws Exception {
    return new Simulation(vertx, config, new ReplayFiles(folder), "r" + RUNS.incrementAndGet());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
