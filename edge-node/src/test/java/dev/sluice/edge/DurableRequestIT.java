package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of a durable route while the node is killed again and again: each that was acknowledged
 * has an answer, and one of QoS 2 has one only. {@code -Drequests.kills=100} for a long run, {@code
 * -Drequests.seed=N} for other moments.
 */
class DurableRequestIT {
  private static final int KILLS = Integer.getInteger("requests.kills", 6);
  private static final long SEED = Long.getLong("requests.seed", 1);
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9]+)\"");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([a-z]+)\"");
  private static final String YAML =
      """
      node: {id: crash-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 64MB, segment-size: 256KB}
      inference: {models: [MODELS/vibration-light.model.yaml, MODELS/vibration-heavy.model.yaml]}
      policy: policy.yaml
      """;
  private static final String POLICY =
      """
      routes:
        - {name: vibration, topic: sensors/+/vibration, model: vibration-heavy,
           fallback: vibration-light, deadline: 300ms, durable: true}
      """;
  private static final String ONCE = "sensors/once/vibration";
  private static final String AT_LEAST = "sensors/at-least/vibration";

  @TempDir Path folder;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private CrashClient once;
  private CrashClient atLeast;
  private CrashClient reader;

  @Test
  void whatWasAcknowledgedHasItsAnswerWheneverItIsKilled() throws Exception {
    Files.writeString(folder.resolve("policy.yaml"), POLICY);
    String yaml = YAML.replace("MODELS", RunningGateway.MODELS.toString());
    try (EdgeProcess edge = new EdgeProcess(folder, yaml, "96m")) {
      edge.start();
      connect(edge.port());
      for (int kill = 0; kill < KILLS; kill++) {
        ask(200 + random.nextInt(600));
        edge.kill();
        edge.start();
      }
      settle();
      check(edge);
    } finally {
      for (CrashClient client : clients()) {
        client.close();
      }
    }
  }

  private List<CrashClient> clients() {
    return List.of(once, atLeast, reader);
  }

  private void connect(int port) throws Exception {
    once = new CrashClient3(port, "once");
    atLeast = new CrashClient3(port, "at-least");
    reader = new CrashClient3(port, "reader");
    awaitConnections();
    reader.subscribe(ONCE + "/inference", 2);
    reader.subscribe(AT_LEAST + "/inference", 1);
  }

  private void awaitConnections() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              clients().forEach(CrashClient::tick);
              return clients().stream().allMatch(CrashClient::isConnected);
            });
  }

  /** For about that time, which ends at a moment that nobody can know beforehand. */
  private void ask(int millis) throws InterruptedException {
    awaitConnections();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < until) {
      once.publish(ONCE, 2, false, DurableRequestIT::reading);
      atLeast.publish(AT_LEAST, 1, false, DurableRequestIT::reading);
      assertThat(new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static String reading(int number) {
    return "{\"id\":\"%d\",\"values\":[0.1,0.3,-0.2,0.4]}".formatted(number);
  }

  private void settle() {
    awaitConnections();
    await().atMost(Duration.ofSeconds(30)).until(() -> once.isIdle() && atLeast.isIdle());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> missing(once, ONCE).isEmpty() && missing(atLeast, AT_LEAST).isEmpty());
  }

  private List<String> answers(String topic) {
    return reader.notes().arrived().stream()
        .filter(arrival -> arrival.startsWith(topic + "/inference "))
        .toList();
  }

  private List<Integer> ids(String topic) {
    List<Integer> ids = new ArrayList<>();
    for (String answer : answers(topic)) {
      Matcher id = ID.matcher(answer);
      assertThat(id.find()).as(answer).isTrue();
      ids.add(Integer.parseInt(id.group(1)));
    }
    return ids;
  }

  private Set<Integer> missing(CrashClient client, String topic) {
    Set<Integer> missing = new TreeSet<>(client.notes().acknowledged());
    missing.removeAll(new TreeSet<>(ids(topic)));
    return missing;
  }

  private void check(EdgeProcess edge) throws Exception {
    String run = "seed %d, %d kills".formatted(SEED, KILLS);
    assertThat(once.notes().acknowledged()).as(run).hasSizeGreaterThan(KILLS);
    assertThat(ids(ONCE)).as("QoS 2 answered twice, " + run).doesNotHaveDuplicates();
    assertThat(edge.logLines("journal=lost")).as(run).isEmpty();
    Map<String, Integer> statuses = new HashMap<>();
    for (String answer : answers(ONCE)) {
      Matcher status = STATUS.matcher(answer);
      assertThat(status.find()).as(answer).isTrue();
      statuses.merge(status.group(1), 1, Integer::sum);
    }
    assertThat(statuses).as("deadlines that a crash has passed, " + run).containsKey("expired");
    System.out.printf(
        "%s: asked once %d, at least %d; answers %d and %d; %s%n",
        run,
        once.published(),
        atLeast.published(),
        ids(ONCE).size(),
        ids(AT_LEAST).size(),
        statuses);
  }
}
