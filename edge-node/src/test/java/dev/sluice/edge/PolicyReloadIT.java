package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.TestClient.Received;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A policy file that changes under a running node, with real clients. */
class PolicyReloadIT {
  private static final int RELOADS = 50;
  private static final int DEVICES = 3;

  @TempDir Path folder;
  private RunningGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = RunningGateway.start(folder);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String policy() throws Exception {
    return Files.readString(RunningGateway.policy(folder));
  }

  /** As editors do it: the new file takes the old one's place at once. */
  private void write(String yaml) throws Exception {
    Path next = Files.writeString(folder.resolve("policy.next"), yaml);
    Files.move(next, RunningGateway.policy(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  private void replace(String text, String replacement) throws Exception {
    assertThat(policy()).contains(text);
    write(policy().replace(text, replacement));
  }

  private void awaitVersion(int version) {
    await().until(() -> gateway.policy().version() == version);
  }

  private String awaitRefusal() {
    await().until(() -> gateway.policy().refused().isPresent());
    return gateway.policy().refused().orElseThrow();
  }

  private static JsonNode json(Received received) {
    return JsonMapper.shared().readTree(received.text());
  }

  @Test
  void aChangeIsServedAndSaid() throws Exception {
    try (TestClient device = gateway.client("d").subscribe("sensors/a/vibration/inference")) {
      device.publish("sensors/a/vibration", RunningGateway.frame("1"));
      assertThat(json(device.next()).get("policyVersion").asInt()).isEqualTo(1);
      replace("placement: adaptive", "placement: edge-only");
      awaitVersion(2);
      device.publish("sensors/a/vibration", RunningGateway.frame("2"));
      Received second = device.next();

      assertThat(json(second).get("policyVersion").asInt()).isEqualTo(2);
      assertThat(second.user("x-reason")).isEqualTo("FIXED");
      assertThat(gateway.policy().changes()).containsExactly("placement: adaptive -> edge-only");
    }
  }

  @Test
  void routesComeAndGo() throws Exception {
    try (TestClient device =
        gateway.client("d").subscribe("new/x/inference").subscribe("csv/x/inference")) {
      replace("csv/+", "new/+");
      awaitVersion(2);
      device.publish("csv/x", "1,2\n");
      device.publish("new/x", "1,2\n");

      assertThat(device.next().topic()).isEqualTo("new/x/inference");
      assertThat(device.soFar()).isEmpty();
    }
  }

  @Test
  void aBrokenFileChangesNothingAndIsShown() throws Exception {
    String good = policy();
    replace("deadline: 2s", "deadlin: 2s");
    assertThat(awaitRefusal()).contains("policy.yaml:", "deadlin", "did you mean 'deadline'?");
    try (TestClient device = gateway.client("d").subscribe("sensors/a/vibration/inference")) {
      device.publish("sensors/a/vibration", RunningGateway.frame("1"));
      assertThat(device.next().user("x-status")).isEqualTo("ok");
    }
    await().untilAsserted(() -> assertThat(get("/health/ready")).contains("deadlin", "degraded"));
    assertThat(get("/api/status")).contains("\"refusals\":1");
    write(good);
    await().until(() -> gateway.policy().refused().isEmpty());
    assertThat(gateway.policy().version()).isEqualTo(1);
  }

  @Test
  void whatCannotChangeLiveAsksForARestart() throws Exception {
    String good = policy();
    write(good + "advanced: {round-trip-prior: 7ms}\n");
    assertThat(awaitRefusal())
        .contains("advanced.round-trip-prior: counts at the start only: restart the node");
    write(good.replace("model: vibration-light", "model: vibration-heavy\n    fallback: x"));
    await().until(() -> awaitRefusal().contains("no manifest"));
    write(good.replace("topic: all/#", "topic: all/#\n    fallback: vibration-heavy"));
    await().until(() -> awaitRefusal().contains("was not in use when the node started: restart"));
    assertThat(gateway.policy().version()).isEqualTo(1);
  }

  @Test
  void noRequestStaysUnansweredDuringManyReloads() throws Exception {
    AtomicBoolean reloading = new AtomicBoolean(true);
    ExecutorService devices = Executors.newFixedThreadPool(DEVICES);
    List<Future<Integer>> published = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      String device = "load-" + i;
      published.add(devices.submit(() -> publishWhile(reloading, device)));
    }
    reload();
    reloading.set(false);
    devices.shutdown();
    int requests = 0;
    for (Future<Integer> each : published) {
      requests += each.get();
    }
    assertThat(requests).isGreaterThan(RELOADS);
    System.out.println(RELOADS + " reloads under " + requests + " requests, all answered once");
  }

  private void reload() throws Exception {
    String[] placements = {"adaptive", "edge-only", "prefer-edge"};
    String good = policy();
    for (int i = 1; i <= RELOADS; i++) {
      String placement = placements[i % placements.length];
      write(
          good.replace("placement: adaptive", "placement: " + placement)
              .replace("deadline: 2s", "deadline: " + (2_000 + i) + "ms"));
      awaitVersion(1 + i);
    }
  }

  /** Publishes with up to 20 requests open, and waits for each answer; how many there were. */
  private int publishWhile(AtomicBoolean reloading, String name) throws Exception {
    String topic = "sensors/" + name + "/vibration";
    try (TestClient device = gateway.client(name).subscribe(topic + "/inference")) {
      Set<String> open = new HashSet<>();
      int published = 0;
      while (reloading.get() || !open.isEmpty()) {
        if (reloading.get() && open.size() < 20) {
          String id = Integer.toString(++published);
          open.add(id);
          device.publish(topic, RunningGateway.frame(id));
        } else {
          assertThat(open.remove(json(device.next()).get("id").asString())).isTrue();
        }
      }
      assertThat(device.soFar()).isEmpty();
      return published;
    }
  }

  @Test
  void guardsDecideByMessage() throws Exception {
    replace(
        "fallback: vibration-light",
        "fallback: vibration-light\n"
            + "    when: properties.kind == 'urgent' && size > 10\n"
            + "    local-only-when: payload.secret == true");
    awaitVersion(2);
    try (TestClient device =
        gateway.client("d").subscribe("sensors/+/vibration/inference").subscribe("my/answers")) {
      device.publish("sensors/a/vibration", RunningGateway.frame("1"));
      device.publish(
          "sensors/b/vibration", RunningGateway.frame("2"), TestClient.user("kind", "urgent"));
      Received second = device.next();
      assertThat(json(second).get("id").asString()).as("the first matches no more").isEqualTo("2");
      assertThat(second.user("x-reason")).as("without 'secret' it stays").isEqualTo("PRIVACY");
      var ask = TestClient.user("kind", "lazy");
      ask.setResponseTopic("my/answers");
      device.publish("infer/vibration/request", RunningGateway.frame("3"), ask);
      Received third = device.next();
      assertThat(third.user("x-status")).isEqualTo("rejected");
      assertThat(third.user("x-reason")).isEqualTo("NOT_MATCHED");
    }
    await()
        .untilAsserted(
            () ->
                assertThat(get("/api/status")).contains("\"guardFailures\":2", "\"unmatched\":1"));
  }

  private String get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + gateway.adminPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
