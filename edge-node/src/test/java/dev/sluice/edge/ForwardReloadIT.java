package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwarding rules that change under a running node: real processes, clients, files. */
class ForwardReloadIT {
  private static final int RELOADS = Integer.getInteger("forward.reloads", 6);
  private static final String HEAP = "96m";
  private static final String GATEWAY =
      """
      node: {id: gw}
      admin: {port: 0}
      uplink: {port: %d, reconnect-min: 50ms, reconnect-max: 300ms}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      """;
  private static final String RULES =
      """
      forward:
        up:
          - {name: steady, topic: steady, lane: urgent, to: "cloud/{topic}"}
          - {name: moving, topic: moving, lane: %s, to: "%s"}
      """;

  @TempDir Path folder;

  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private EdgeProcess hop;
  private EdgeProcess edge;
  private StandInBridge bridge;
  private volatile boolean publishing = true;

  @BeforeEach
  void start() throws Exception {
    hop = EdgeProcess.hop(folder, HEAP);
    hop.start();
    edge = new EdgeProcess(folder.resolve("edge"), yaml(rules("normal", "old/{topic}")), HEAP);
    edge.start();
    bridge = new StandInBridge(hop.port());
  }

  @AfterEach
  void stop() throws Exception {
    ticks.shutdownNow();
    assertThat(ticks.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    bridge.close();
    edge.close();
    hop.close();
  }

  private String yaml(String rules) {
    return GATEWAY.formatted(hop.port()) + rules;
  }

  private static String rules(String lane, String to) {
    return RULES.formatted(lane, to);
  }

  /** As editors do it: the new file takes the old one's place at once. */
  private void write(String yaml) throws IOException {
    Path next = Files.writeString(folder.resolve("next.yaml"), yaml);
    Files.move(next, folder.resolve("edge/edge.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> said(String word) throws IOException {
    return edge.logLines("what=\"forwarding rules\"").stream()
        .filter(line -> line.contains(word))
        .toList();
  }

  private void awaitSaid(String word, int times) {
    await().atMost(Duration.ofSeconds(20)).until(() -> said(word).size() >= times);
  }

  private void tick(CrashClient... clients) {
    bridge.tick();
    for (CrashClient client : clients) {
      client.tick();
    }
    if (publishing) {
      clients[0].publish("steady", 2, false);
      clients[1].publish("moving", 2, false);
    }
  }

  @Test
  void nothingIsLostOrDoubledWhileRulesChangeAndUnchangedOnesKeepTheirOrder() throws Exception {
    CrashClient steady = new CrashClient3(edge.port(), "steady");
    CrashClient moving = new CrashClient3(edge.port(), "moving");
    var unused =
        ticks.scheduleWithFixedDelay(() -> tick(steady, moving), 0, 5, TimeUnit.MILLISECONDS);
    awaitSaid("reload=done", 1);
    for (int i = 1; i <= RELOADS; i++) {
      write(
          yaml(rules(i % 2 == 0 ? "normal" : "bulk", i % 2 == 0 ? "old/{topic}" : "new/{topic}")));
      awaitSaid("up: changed moving", i);
    }
    publishing = false;
    await().atMost(Duration.ofSeconds(60)).until(() -> steady.isIdle() && moving.isIdle());
    int published = steady.published() + moving.published();
    await().atMost(Duration.ofSeconds(60)).until(() -> bridge.storedCount() >= published);

    List<String> stored = bridge.stored();
    assertThat(numbers(stored, "cloud/steady ")).isEqualTo(upTo(steady.published()));
    List<Integer> old = numbers(stored, "old/moving ");
    List<Integer> changed = numbers(stored, "new/moving ");
    assertThat(old).as("order under one rule").isSorted().isNotEmpty();
    assertThat(changed).isSorted().isNotEmpty();
    List<Integer> both = new ArrayList<>(old);
    both.addAll(changed);
    assertThat(both).as("once each").hasSize(moving.published());
    assertThat(new TreeSet<>(both)).containsExactlyElementsOf(upTo(moving.published()));
    System.out.printf("%d reloads under %d messages, each stored once%n", RELOADS, published);
    steady.close();
    moving.close();
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<Integer> numbers(List<String> stored, String prefix) {
    return stored.stream()
        .filter(message -> message.startsWith(prefix))
        .map(message -> Integer.parseInt(message.substring(prefix.length())))
        .toList();
  }

  @Test
  void whatLiesInALaneGoesAsTheRuleSaidThatTookItAlsoWhenAllRulesAreGone() throws Exception {
    CrashClient device = new CrashClient3(edge.port(), "device");
    awaitSaid("reload=done", 1);
    publish(device);
    write(yaml(""));
    awaitSaid("up: gone steady, gone moving", 1);
    publish(device);
    edge.kill();
    edge.start();
    var unused = ticks.scheduleWithFixedDelay(bridge::tick, 0, 5, TimeUnit.MILLISECONDS);
    await().atMost(Duration.ofSeconds(30)).until(() -> bridge.storedCount() >= 1);
    assertThat(bridge.stored()).containsExactly("old/moving 0");
    write(yaml(rules("normal", "new/{topic}")));
    awaitSaid("up: new steady, new moving", 1);
    publish(device);
    await().atMost(Duration.ofSeconds(30)).until(() -> bridge.storedCount() >= 2);
    assertThat(bridge.stored()).containsExactly("old/moving 0", "new/moving 2");
    device.close();
  }

  /** One message more, acknowledged. */
  private static void publish(CrashClient device) {
    int next = device.published() + 1;
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              device.tick();
              if (device.published() < next) {
                device.publish("moving", 1, false);
              }
              return device.published() == next && device.isIdle();
            });
  }

  @Test
  void aFileThatCannotBeUsedChangesNothingAndItsPlaceIsSaid() throws Exception {
    var unused = ticks.scheduleWithFixedDelay(bridge::tick, 0, 5, TimeUnit.MILLISECONDS);
    awaitSaid("reload=done", 1);
    write(yaml(rules("slow", "old/{topic}")));
    awaitSaid("reload=refused", 1);
    assertThat(said("reload=refused").get(0))
        .contains("edge.yaml:8:", "forward.up.1.lane", "in-force=\"what was before\"");
    write(
        yaml(rules("slow", "old/{topic}"))
            + "  lanes:\n    - {name: urgent, max-size: 1MB}\n    - {name: slow, max-size: 1MB}\n");
    awaitSaid("is opened at the start only: restart the node, or use one of urgent", 1);
    write(yaml(rules("normal", "old/{topic}")).replace("id: gw", "id: other"));
    awaitSaid("node.id: counts at the start only", 1);
    write(yaml(rules("bulk", "old/{topic}")).replace("300ms", "400ms"));
    awaitSaid("up: changed moving; at the next start only: uplink.reconnect-max", 1);
  }
}
