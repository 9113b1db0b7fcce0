package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.DataSize;
import dev.sluice.offload.Cascade;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.Privacy;
import dev.sluice.topic.TopicFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy file means, the one that comes with the project included. */
final class PolicyFileTest {
  private static final Path CONFIG = Path.of(System.getProperty("sluice.root"), "config");

  @TempDir Path folder;

  private PolicyConfig load(String yaml, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), yaml);
    return PolicyFile.load(file, List.of(overrides), Uplink.ENABLED).config();
  }

  @Test
  void theShippedFilesLoad() throws Exception {
    PolicyConfig shipped =
        PolicyFile.load(CONFIG.resolve("policy.yaml"), List.of(), Uplink.ENABLED).config();
    PolicyConfig demo =
        PolicyFile.load(CONFIG.resolve("demo/policy.yaml"), List.of(), Uplink.ENABLED).config();

    assertThat(shipped.routes()).extracting(RouteConfig::name).containsExactly("vibration");
    assertThat(shipped.routes().get(0).deadline()).contains(Duration.ofMillis(300));
    assertThat(demo.routes())
        .extracting(RouteConfig::name)
        .containsExactly("vibration", "private", "archive");
  }

  @Test
  void anEmptyFileIsAdaptiveWithoutRoutes() throws Exception {
    PolicyConfig policy = load("");

    assertThat(policy.placement()).isEqualTo(PlacementWord.ADAPTIVE);
    assertThat(policy.budget()).isEmpty();
    assertThat(policy.routes()).isEmpty();
    assertThat(policy.advanced())
        .isEqualTo(
            new PolicyConfig.Advanced(
                Algorithm.PRICED,
                Duration.ofMillis(50),
                2,
                new PolicyConfig.Vitals(true, 80, 75, 1.3, 95, 90, Duration.ofMillis(5))));
    assertThat(policy.newPolicy().name()).isEqualTo("priced");
  }

  @Test
  void aRouteMayBePrivateFixedAndCsv() throws Exception {
    RouteConfig route =
        load("""
        routes:
          - name: r-1
            topic: "#"
            model: m
            priority: 9
            privacy: local-only
            placement: edge-only
            payload: {format: csv, value-column: 0, id-column: 2, max-values: 8}
            result: answers/all
        """)
            .routes()
            .get(0);

    assertThat(route.privacy()).isEqualTo(Privacy.LOCAL_ONLY);
    assertThat(route.deadline()).isEmpty();
    assertThat(route.placement()).contains(PlacementWord.EDGE_ONLY);
    assertThat(route.payload().valueColumnOrLast()).isZero();
    assertThat(route.payload().idColumnOrNone()).isEqualTo(2);
    assertThat(route.payload().maxValues()).isEqualTo(8);
    assertThat(route.result()).isEqualTo("answers/all");
  }

  @Test
  void messagesOfLocalOnlyRoutesNeverLeave() throws Exception {
    PolicyConfig policy =
        load(
            """
            routes:
              - {name: open, topic: a/#, model: m}
              - {name: secret, topic: b/+, model: m, privacy: local-only}
              - {name: guarded, topic: c, model: m, local-only-when: size > 9}
            """);

    assertThat(policy.neverLeave())
        .containsExactly(
            TopicFilter.of("b/+"),
            TopicFilter.of("infer/secret/request"),
            TopicFilter.of("c"),
            TopicFilter.of("infer/guarded/request"));
  }

  @Test
  void keysAndColumnsHaveDefaultsOfTheirOwn() throws Exception {
    RouteConfig.Payload payload =
        load("routes: [{name: r, topic: t, model: m}]").routes().get(0).payload();

    assertThat(payload.valuesKey()).isEqualTo("values");
    assertThat(payload.idKey()).isEqualTo("id");
    assertThat(payload.valueColumnOrLast()).isEqualTo(-1);
    assertThat(payload.idColumnOrNone()).isEqualTo(-1);
  }

  @Test
  void everyPlacementCanBeNamed() throws Exception {
    for (PlacementWord word : PlacementWord.values()) {
      PolicyConfig policy = load("", "policy.placement=" + word.word());

      assertThat(policy.placement()).isEqualTo(word);
    }
    assertThat(Arrays.stream(PlacementWord.values()).map(PlacementWord::word))
        .containsExactly(
            "adaptive", "edge-only", "cloud-only", "prefer-edge", "prefer-cloud", "cascade");
  }

  @Test
  void adaptiveJudgesByWhatTheFileOrTheRouteSays() throws Exception {
    PolicyConfig policy =
        load(
            """
            placement: adaptive
            advanced: {adaptive-by: fastest}
            routes:
              - {name: a, topic: a, model: m}
              - {name: b, topic: b, model: m, placement: adaptive}
              - {name: c, topic: c, model: m, advanced: {adaptive-by: deadline}}
              - {name: d, topic: d, model: m, placement: prefer-cloud}
            """);

    assertThat(policy.newPolicy().name()).isEqualTo("fastest");
    assertThat(policy.routes())
        .extracting(
            route ->
                policy.newPolicy(route, new FirstModel("anomaly", 64)).map(each -> each.name()))
        .containsExactly(
            Optional.empty(),
            Optional.of("fastest"),
            Optional.of("deadline"),
            Optional.of("prefer-cloud"));
  }

  @Test
  void aCascadeIsARoutesOwnEvenWhereTheFileAsksForIt() throws Exception {
    PolicyConfig policy =
        load(
            """
            placement: cascade
            routes:
              - name: a
                topic: a
                model: small
                cloud-model: large
                deadline: 300ms
                cascade: {missed: 0.05}
                cache: {ttl: 10s}
              - {name: b, topic: b, model: m, placement: edge-only}
            """);

    RouteConfig route = policy.routes().get(0);
    assertThat(route.modelInCloud()).isEqualTo("large");
    assertThat(route.cascade()).isEqualTo(new RouteConfig.Cascade(0.05, 0.1, Optional.empty()));
    assertThat(route.cache())
        .contains(new RouteConfig.Cache(Duration.ofSeconds(10), new DataSize(1 << 20)));
    assertThat(policy.newPolicy().name()).isEqualTo("priced");
    assertThat(policy.routes())
        .extracting(
            each -> policy.newPolicy(each, new FirstModel("anomaly", 64)).map(made -> made.name()))
        .containsExactly(Optional.of("cascade"), Optional.of("edge-only"));
  }

  @Test
  void aBudgetIsForTheRoutesThatNameNoPlacement() throws Exception {
    PolicyConfig policy =
        load(
            """
            budget: {cloud-requests-per-minute: 600}
            routes:
              - {name: a, topic: a, model: m, placement: adaptive}
            """);

    assertThat(policy.newPolicy().name()).isEqualTo("budget");
    assertThat(
            policy
                .newPolicy(policy.routes().get(0), new FirstModel("anomaly", 64))
                .map(each -> each.name()))
        .contains("priced");
  }

  @Test
  void aCascadeMayAskByWhatTheSignalDoes() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("shift.yaml"),
            """
            routes:
              - name: r
                topic: a
                model: m
                deadline: 1s
                placement: cascade
                cascade: {shift: 0.8}
            """);
    PolicyConfig policy = PolicyFile.load(file, List.of(), Uplink.ENABLED).config();
    PlacementPolicy made =
        policy.newPolicy(policy.routes().get(0), new FirstModel("anomaly", 64)).orElseThrow();

    assertThat(((Cascade) made).terms().moved()).contains(new Cascade.Moved(0.8, 64));
  }
}
