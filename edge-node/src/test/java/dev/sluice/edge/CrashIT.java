package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An edge node that is killed again and again under load, with real clients: it always starts
 * again, and of what was acknowledged nothing is lost, and with QoS 2 nothing comes twice. {@code
 * -Dcrash.kills=1000} for a long run, {@code -Dcrash.seed=N} for other moments.
 */
class CrashIT {
  private static final int KILLS = Integer.getInteger("crash.kills", 50);
  private static final long SEED = Long.getLong("crash.seed", 1);
  private static final int BURST = 5;

  /** A machine with other things to do may let a client wait. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private SplittableRandom random = new SplittableRandom(SEED);
  private volatile boolean publishing = true;

  private CrashClient once;
  private CrashClient atLeast;
  private CrashClient keeper;
  private CrashClient subscriber;

  /** Which library the clients are. */
  private interface Maker {
    CrashClient make(int port, String id) throws Exception;
  }

  @AfterEach
  void stop() {
    ticks.shutdownNow();
  }

  private List<CrashClient> clients() {
    return List.of(once, atLeast, keeper, subscriber);
  }

  @Test
  void nothingAcknowledgedIsLostWhenItIsKilled() throws Exception {
    run("MQTT 3.1.1", SEED, CrashClient3::new);
  }

  @Test
  void norWithMqtt5() throws Exception {
    run("MQTT 5", SEED + 1, CrashClient5::new);
  }

  private void run(String what, long seed, Maker maker) throws Exception {
    random = new SplittableRandom(seed);
    String run = "%s, seed %d, %d kills".formatted(what, SEED, KILLS);
    try (EdgeProcess edge = new EdgeProcess(folder)) {
      edge.start();
      connect(edge.port(), maker);
      ScheduledFuture<?> ticking =
          ticks.scheduleWithFixedDelay(this::tick, 0, 10, TimeUnit.MILLISECONDS);
      for (int kill = 0; kill < KILLS; kill++) {
        runFor(50 + random.nextInt(700));
        edge.kill();
        edge.start();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(clients()).allMatch(CrashClient::isConnected));
      }
      settle();
      assertThat(ticking.isDone()).as("the clients' own thread has failed").isFalse();
      check(run, edge);
    } finally {
      for (CrashClient client : clients()) {
        client.close();
      }
    }
  }

  private void connect(int port, Maker maker) throws Exception {
    once = maker.make(port, "once");
    atLeast = maker.make(port, "at-least");
    keeper = maker.make(port, "keeper");
    subscriber = maker.make(port, "subscriber");
    clients().forEach(CrashClient::tick);
    await().until(() -> clients().stream().allMatch(CrashClient::isConnected));
    subscriber.subscribe("once", 2);
    subscriber.subscribe("at-least", 1);
  }

  private void tick() {
    clients().forEach(CrashClient::tick);
    for (int i = 0; publishing && i < BURST; i++) {
      once.publish("once", 2, false);
      atLeast.publish("at-least", 1, false);
      keeper.publish("kept", 1, true);
    }
  }

  /** A moment that nobody can know beforehand. */
  private static void runFor(int millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  private void settle() {
    publishing = false;
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(clients()).allMatch(CrashClient::isIdle));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                (missing(once, "once").isEmpty() && missing(atLeast, "at-least").isEmpty())
                    || !stillArriving());
  }

  /** Whether anything has come within a second. */
  private boolean stillArriving() throws InterruptedException {
    int before = subscriber.notes().arrived().size();
    runFor(1_000);
    return subscriber.notes().arrived().size() > before;
  }

  private List<Integer> numbers(String topic) {
    List<Integer> numbers = new ArrayList<>();
    for (String arrival : subscriber.notes().arrived()) {
      if (arrival.startsWith(topic + " ")) {
        numbers.add(Integer.parseInt(arrival.substring(topic.length() + 1)));
      }
    }
    return numbers;
  }

  private Set<Integer> missing(CrashClient publisher, String topic) {
    Set<Integer> missing = new TreeSet<>(publisher.notes().acknowledged());
    missing.removeAll(new TreeSet<>(numbers(topic)));
    return missing;
  }

  private void check(String run, EdgeProcess edge) throws Exception {
    assertThat(missing(once, "once")).as("QoS 2 lost, " + run).isEmpty();
    assertThat(missing(atLeast, "at-least")).as("QoS 1 lost, " + run).isEmpty();
    assertThat(numbers("once")).as("QoS 2 twice, " + run).doesNotHaveDuplicates();
    assertThat(numbers("once")).as("QoS 2 in order, " + run).isSorted();
    assertThat(retained(edge.port()))
        .as("retained, " + run)
        .isGreaterThanOrEqualTo(keeper.notes().acknowledged().last());
    assertThat(clients().stream().mapToInt(client -> client.notes().sessionsLost()).sum())
        .as("sessions lost, " + run)
        .isZero();
    assertThat(edge.logLines("journal=lost")).as(run).isEmpty();
    assertThat(edge.logLines("journal=open")).as("starts, " + run).hasSize(KILLS + 1);
    System.out.printf(
        "%s: published once %d, at least %d, retained %d; arrived %d; starts %d%n",
        run,
        once.published(),
        atLeast.published(),
        keeper.published(),
        subscriber.notes().arrived().size(),
        KILLS + 1);
  }

  private static int retained(int port) throws Exception {
    try (TestClient client = new TestClient(port, "reader").subscribe("kept")) {
      return Integer.parseInt(client.next().text());
    }
  }
}
