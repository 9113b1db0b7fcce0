package dev.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.offload.Action;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.policy.log.DecisionLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs of a real engine, replayed. */
final class ReplayTest {
  private static final long MS = 1_000_000;
  private static final int DECISIONS = 500;

  @TempDir Path folder;

  /** Drives an engine by chance and writes down what it decided. */
  private Path log(String policy, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    PlacementPolicy named = Policies.named(policy);
    PlacementEngine engine =
        new PlacementEngine(
            new PlacementEngine.Settings(2, 1, 100, 100, 64, Duration.ofMillis(20), 4e6), named);
    List<Circumstances> saw = new ArrayList<>();
    engine.witness((request, state, now) -> saw.add(Circumstances.of(request, state, now)));
    engine.onLinkUp(0);
    StringBuilder lines = new StringBuilder();
    long now = 0;
    for (int id = 0; id < DECISIONS; id++) {
      now += random.nextLong(20 * MS);
      PlacementRequest request =
          new PlacementRequest(id, 0, now, now + 200 * MS, 2_000, 5, privacy(random), true);
      Decision decision = engine.place(request, now);
      lines.append(line(request, now, saw.get(id), decision).json()).append('\n');
      while (engine.nextLocal(now).isPresent() || engine.nextCloud(now).isPresent()) {
        // What is started stays open: queues grow, and decisions change with them.
        engine.drainDropped(dropped -> {});
      }
    }
    Path file = Files.createDirectories(folder.resolve(policy)).resolve("decisions-1.jsonl");
    return Files.writeString(file, lines.toString());
  }

  private static Privacy privacy(SplittableRandom random) {
    return random.nextInt(5) == 0 ? Privacy.LOCAL_ONLY : Privacy.CLOUD_OK;
  }

  private static DecisionLine line(
      PlacementRequest request, long now, Circumstances saw, Decision decision) {
    return new DecisionLine(
        1,
        "r",
        1,
        request,
        now,
        saw,
        decision.action(),
        decision.reason(),
        decision.localHitProbability(),
        decision.cloudHitProbability(),
        decision.action() == Action.SHED ? "shed" : "ok",
        "edge",
        decision.reason().name(),
        MS,
        Optional.of(new Own(false, false, request.privacy() == Privacy.LOCAL_ONLY)));
  }

  private String policy(String yaml) throws Exception {
    return Files.writeString(folder.resolve("policy.yaml"), yaml).toString();
  }

  private static JsonNode json(Ran ran) {
    assertThat(ran.exit()).as(ran.err()).isZero();
    return JsonMapper.shared().readTree(ran.out());
  }

  /** What was recorded is all that a policy looks at, so the same one says the same. */
  @Test
  void theSamePolicyDecidesTheSame() throws Exception {
    long seed = new SplittableRandom().nextLong();
    for (String word : List.of("priced", "deadline", "fastest", "threshold")) {
      Path log = log(word, seed);
      String same =
          policy(
              "advanced: {adaptive-by: "
                  + word
                  + "}\nroutes: [{name: r, topic: t, model: m, deadline: 200ms}]");
      JsonNode replayed = json(Ran.policy("replay", log.toString(), "--policy", same, "--json"));

      assertThat(replayed.get("decisions").asInt()).isEqualTo(DECISIONS);
      assertThat(replayed.get("differ").asInt()).as("%s, seed %d", word, seed).isZero();
      JsonNode route = replayed.get("routes").get(0);
      assertThat(route.get("predictedNow")).isEqualTo(route.get("predictedThen"));
    }
  }

  @Test
  void anotherPolicyDecidesOtherwiseAndTheDifferenceIsCounted() throws Exception {
    Path log = log("priced", 7);
    String other =
        policy("placement: edge-only\nroutes: [{name: r, topic: t, model: m, deadline: 200ms}]");
    JsonNode replayed = json(Ran.policy("replay", log.toString(), "--policy", other, "--json"));
    long up =
        Files.readAllLines(log).stream()
            .map(DecisionLine::parse)
            .filter(line -> line.action() != Action.LOCAL)
            .count();

    assertThat(replayed.get("differ").asLong()).isEqualTo(up).isPositive();
  }

  private JsonNode replayed(Path log, String route) throws Exception {
    String policy = policy("routes: [{name: r, topic: t, model: m, " + route + "}]");
    return json(Ran.policy("replay", log.toString(), "--policy", policy, "--json"));
  }

  /** What a message said itself stays: here every fifth is private by its own word. */
  @Test
  void theTermsOfTheNewRouteCount() throws Exception {
    Path log = log("priced", 7);
    double then =
        replayed(log, "deadline: 200ms").get("routes").get(0).get("predictedNow").asDouble();

    JsonNode hurried = replayed(log, "deadline: 60ms").get("routes").get(0);
    assertThat(hurried.get("predictedThen").asDouble()).isCloseTo(then, within(1e-6));
    assertThat(hurried.get("predictedNow").asDouble()).isLessThan(0.6 * then);

    JsonNode here = replayed(log, "deadline: 200ms, privacy: local-only").get("routes").get(0);
    assertThat(here.get("decisions").asInt()).isEqualTo(DECISIONS);
    assertThat(here.get("moves").has("CLOUD -> LOCAL")).isTrue();
    assertThat(here.get("moves").has("LOCAL -> CLOUD")).isFalse();
  }

  @Test
  void whatTheCloudWasClosedToIsLeftOutWhenItNoLongerIs() throws Exception {
    Path log = log("priced", 7);
    String text = Files.readString(log);
    Files.writeString(log, text.replace("\"privacy\":true", "\"privacy\":false"));
    long closed = text.lines().filter(line -> line.contains("LOCAL_ONLY")).count();

    JsonNode open = replayed(log, "deadline: 200ms");

    assertThat(closed).isPositive();
    assertThat(open.get("leftOut").get("r").asLong()).isEqualTo(closed);
    assertThat(open.get("decisions").asLong()).isEqualTo(DECISIONS - closed);
  }

  @Test
  void textAndPageTellTheSame() throws Exception {
    Path log = log("priced", 7);
    String other = policy("placement: prefer-cloud\nroutes: [{name: x, topic: t, model: m}]");
    Path page = folder.resolve("page.html");
    Ran ran =
        Ran.policy(
            "replay", log.getParent().toString(), "--policy", other, "--html", page.toString());

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out())
        .startsWith("500 decisions, of which ")
        .contains("would differ under prefer-cloud (prefer-cloud)")
        .contains("LOCAL -> CLOUD")
        .contains(
            "the policy has no route r: its 500 decisions are judged by the file's placement");
    assertThat(Files.readString(page)).contains("<svg", "LOCAL -&gt; CLOUD");
  }

  @Test
  void aTornLastLineIsLeftOutAndAnotherIsNamed() throws Exception {
    Path log = log("priced", 7);
    String same = policy("routes: [{name: r, topic: t, model: m, deadline: 200ms}]");
    Files.writeString(log, "{\"atMillis\":", StandardOpenOption.APPEND);
    assertThat(
            json(Ran.policy("replay", log.toString(), "--policy", same, "--json"))
                .get("decisions")
                .asInt())
        .isEqualTo(DECISIONS);
    Files.writeString(log, "\nmore\n", StandardOpenOption.APPEND);
    Ran ran = Ran.policy("replay", log.toString(), "--policy", same);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("decisions-1.jsonl:501:1: is no line of a decision log");
  }

  @Test
  void whatIsNotThereIsOneLine() throws Exception {
    String policy = policy("");

    assertThat(Ran.policy("replay", folder.resolve("none").toString(), "--policy", policy).err())
        .contains("there is no such folder or file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(Ran.policy("replay", empty.toString(), "--policy", policy).err())
        .contains("holds no decisions");
  }
}
