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
 * An edge node that forwards, an MQTT broker in between and the cloud's half behind it: each is
 * killed again and again under load. What was acknowledged to a device is stored in the cloud, in
 * order, and with QoS 2 once. {@code -Dforward.kills=100} for a long run, {@code -Dforward.seed=N}
 * for other moments.
 */
class ForwardIT {
  private static final int KILLS = Integer.getInteger("forward.kills", 9);
  private static final long SEED = Long.getLong("forward.seed", 1);
  private static final String HEAP = "96m";
  private static final String GATEWAY =
      """
      node: {id: gw}
      admin: {port: 0}
      uplink: {port: %d, reconnect-min: 50ms, reconnect-max: 300ms}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      forward:
        up:
          - {name: exact, topic: once, lane: urgent, to: "cloud/{topic}"}
          - {name: rest, topic: "#", lane: normal, to: "cloud/{topic}"}
      """;

  @TempDir Path folder;

  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private volatile boolean publishing = true;

  @AfterEach
  void stop() {
    ticks.shutdownNow();
  }

  @Test
  void whatWasAcknowledgedIsStoredInTheCloudWhoeverIsKilled() throws Exception {
    try (EdgeProcess hop = EdgeProcess.hop(folder, HEAP);
        EdgeProcess edge =
            new EdgeProcess(folder.resolve("edge"), GATEWAY.formatted(hop.port()), HEAP)) {
      hop.start();
      edge.start();
      StandInBridge bridge = new StandInBridge(hop.port());
      CrashClient once = new CrashClient3(edge.port(), "once");
      CrashClient atLeast = new CrashClient3(edge.port(), "at-least");
      ScheduledFuture<?> ticking =
          ticks.scheduleWithFixedDelay(
              () -> tick(bridge, once, atLeast), 0, 10, TimeUnit.MILLISECONDS);
      for (int kill = 0; kill < KILLS; kill++) {
        runFor(100 + random.nextInt(900));
        killOne(kill, hop, edge, bridge);
      }
      publishing = false;
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(List.of(once, atLeast)).allMatch(CrashClient::isIdle));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> check(bridge.stored(), once, atLeast));
      assertThat(ticking.isDone()).as("the clients' own thread has failed").isFalse();
      assertThat(edge.logLines("journal=lost")).isEmpty();
      System.out.printf(
          "seed %d, %d kills: published once %d, at least %d; stored %d%n",
          SEED, KILLS, once.published(), atLeast.published(), bridge.storedCount());
      once.close();
      atLeast.close();
      bridge.close();
    }
  }

  private void tick(StandInBridge bridge, CrashClient once, CrashClient atLeast) {
    bridge.tick();
    once.tick();
    atLeast.tick();
    for (int i = 0; publishing && i < 3; i++) {
      once.publish("once", 2, false);
      atLeast.publish("at-least", 1, false);
    }
  }

  private static void killOne(int kill, EdgeProcess hop, EdgeProcess edge, StandInBridge bridge)
      throws Exception {
    switch (kill % 3) {
      case 0 -> {
        edge.kill();
        edge.start();
      }
      case 1 -> bridge.crash();
      default -> {
        hop.kill();
        hop.start();
      }
    }
  }

  /** A moment that nobody can know beforehand. */
  private static void runFor(int millis) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  private static void check(List<String> stored, CrashClient once, CrashClient atLeast) {
    String run = "seed " + SEED + ", " + KILLS + " kills";
    List<Integer> exact = numbers(stored, "cloud/once ");
    assertThat(missing(once, exact)).as("QoS 2 lost, " + run).isEmpty();
    assertThat(missing(atLeast, numbers(stored, "cloud/at-least ")))
        .as("QoS 1 lost, " + run)
        .isEmpty();
    assertThat(exact).as("QoS 2 twice, " + run).doesNotHaveDuplicates();
    assertThat(exact).as("QoS 2 in order, " + run).isSorted();
  }

  private static List<Integer> numbers(List<String> stored, String prefix) {
    List<Integer> numbers = new ArrayList<>();
    for (String message : stored) {
      if (message.startsWith(prefix)) {
        numbers.add(Integer.parseInt(message.substring(prefix.length())));
      }
    }
    return numbers;
  }

  private static Set<Integer> missing(CrashClient publisher, List<Integer> stored) {
    Set<Integer> missing = new TreeSet<>(publisher.notes().acknowledged());
    missing.removeAll(new TreeSet<>(stored));
    return missing;
  }
}
