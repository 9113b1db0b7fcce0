package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane with messages in it that the file names no more. */
class LeftLaneIT {
  private static final String HEAP = "96m";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MESSAGES = 20;
  private static final String GATEWAY =
      """
      node: {id: gw}
      admin: {port: 0}
      uplink: {port: %d, reconnect-min: 50ms, reconnect-max: 300ms}
      forward:
        lanes: [{name: %s}]
        up:
          - {name: rest, topic: "#", lane: %s}
      """;

  @TempDir Path folder;

  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() throws Exception {
    ticks.shutdownNow();
    assertThat(ticks.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private static String yaml(EdgeProcess hop, String lane) {
    return GATEWAY.formatted(hop.port(), lane, lane);
  }

  private void publish(EdgeProcess edge, String topic) throws Exception {
    CrashClient client = new CrashClient3(edge.port(), topic);
    var ticking =
        ticks.scheduleWithFixedDelay(() -> tick(client, topic), 0, 5, TimeUnit.MILLISECONDS);
    await()
        .atMost(LIMIT)
        .until(() -> ticking.isDone() || (client.published() == MESSAGES && client.isIdle()));
    assertThat(ticking.isDone()).as("the client's own thread has failed").isFalse();
    ticking.cancel(false);
    client.close();
  }

  private static void tick(CrashClient client, String topic) {
    client.tick();
    if (client.published() < MESSAGES) {
      client.publish(topic, 1, false);
    }
  }

  private static long stored(StandInBridge bridge, String topic) {
    return bridge.stored().stream().filter(one -> one.startsWith("gw/" + topic + " ")).count();
  }

  @Test
  void itsMessagesStillGoToTheCloud() throws Exception {
    try (EdgeProcess hop = EdgeProcess.hop(folder, HEAP)) {
      hop.start();
      try (EdgeProcess edge = new EdgeProcess(folder.resolve("edge"), yaml(hop, "old"), HEAP)) {
        edge.start();
        publish(edge, "before"); // there is no bridge that takes them
        edge.kill();
        rename(hop);
        edge.start();
        assertThat(edge.logLines("forward=lane-left lane=old")).hasSize(1);
        publish(edge, "after");

        StandInBridge bridge = new StandInBridge(hop.port());
        var ticking = ticks.scheduleWithFixedDelay(bridge::tick, 0, 10, TimeUnit.MILLISECONDS);
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () -> {
                  assertThat(ticking.isDone()).isFalse();
                  assertThat(stored(bridge, "before")).isEqualTo(MESSAGES);
                  assertThat(stored(bridge, "after")).isEqualTo(MESSAGES);
                });
        bridge.close();
      }
    }
  }

  private void rename(EdgeProcess hop) throws IOException {
    Files.writeString(folder.resolve("edge/edge.yaml"), yaml(hop, "new"));
  }
}
