package dev.sluice.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.WhenFull;
import dev.sluice.config.DataSize;
import dev.sluice.inference.ModelTrust;
import dev.sluice.policy.PlacementWord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file means, the one that comes with the project included. */
final class EdgeConfigTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("sluice.root"), "config", "edge.yaml");

  @TempDir Path folder;

  private EdgeConfig load(String yaml, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), yaml);
    return EdgeConfig.load(file, List.of(overrides));
  }

  @Test
  void theShippedFileLoadsAndNamesItsRoute() throws Exception {
    EdgeConfig config = EdgeConfig.load(SHIPPED, List.of());

    assertThat(config.node().id()).isEqualTo("gateway-1");
    assertThat(config.inference().models())
        .containsExactly(
            SHIPPED.resolveSibling("models/vibration-light.model.yaml"),
            SHIPPED.resolveSibling("models/vibration-heavy.model.yaml"));
    assertThat(config.policy()).contains(SHIPPED.resolveSibling("policy.yaml"));
  }

  @Test
  void theShippedFileSaysNothingButDefaultsWhereItRepeatsThem() throws Exception {
    EdgeConfig shipped = EdgeConfig.load(SHIPPED, List.of());
    EdgeConfig bare = load("node: {id: gateway-1}");

    assertThat(shipped.listener()).isEqualTo(bare.listener());
    assertThat(shipped.admin()).isEqualTo(bare.admin());
    assertThat(shipped.limits()).isEqualTo(bare.limits());
    assertThat(shipped.uplink()).isEqualTo(bare.uplink());
  }

  @Test
  void theDefaultLimitsAreThoseOfTheBroker() throws Exception {
    // Of the memory a share of the heap is the default, which is no constant.
    assertThat(load("node: {id: a}\nlimits: {memory: 128MB}").limits().brokerLimits())
        .isEqualTo(BrokerLimits.DEFAULT);
  }

  @Test
  void everyLimitReachesTheBroker() throws Exception {
    EdgeConfig config =
        load(
            """
            node: {id: a}
            limits:
              connections: 1
              sessions: 2
              session-expiry: 3s
              keep-alive: 4s
              client-id-size: 5B
              packet-size: 6B
              topic-levels: 7
              receive-maximum: 8
              inflight: 9
              queue-messages: 10
              queue-size: 11B
              backlog-messages: 111
              backlog-size: 112B
              backlog-memory: 113B
              transmit-credit: 12B
              subscriptions-per-client: 13
              retained-messages: 14
              retained-size: 15B
              will-delay: 16s
              memory: 17B
              publisher-wait: 18s
            """);

    assertThat(config.limits().brokerLimits())
        .isEqualTo(
            new BrokerLimits(
                1,
                2,
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                5,
                6,
                7,
                8,
                9,
                10,
                11,
                111,
                112,
                113,
                12,
                13,
                14,
                15,
                Duration.ofSeconds(16),
                17,
                Duration.ofSeconds(18)));
  }

  @Test
  void everythingElseIsReadAsWritten() throws Exception {
    EdgeConfig config =
        load(
            """
            node: {id: gw.7}
            listener: {host: localhost, port: 0, connect-timeout: 3s}
            admin: {host: "::1", port: 0}
            durability: os
            durability-by-topic:
              - {topic: telemetry/#, durability: memory}
              - {topic: commands/#, durability: os}
            topics:
              - {topic: alarms/#, priority: 9, when-full: reject}
              - {topic: state/+, when-full: latest-only}
            inference: {workers: 2, queue: 5, requests: 9, devices: 6, decode-queue: 7, models: [m.yaml], memory: 9MB, rollback-after: 8, trusted-keys: [k.pub], unsigned: refused}
            uplink:
              enabled: true
              host: cloud.example
              port: 8883
              connect-timeout: 1s
              ping-interval: 100ms
              stall-after: 300ms
              resend-after: 400ms
              report-every: 250ms
              outbox: 50
              window: 5
              packet-size: 2MB
              reconnect-min: 10ms
              reconnect-max: 20ms
              login: {username: gw, password-file: pki/password}
              tls: {identity: pki/a.pem, ca: pki/ca.crt, renew: "https://cloud.example:8884"}
              name: wire
              fail-back-after: 7s
              alternatives: [{host: "::1"}]
            policy: rules/p.yaml
            """);

    assertThat(config.listener())
        .isEqualTo(
            new EdgeConfig.Listener(
                "localhost",
                0,
                Duration.ofSeconds(3),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(config.admin())
        .isEqualTo(new EdgeConfig.Admin("::1", 0, Optional.empty(), Optional.empty()));
    assertThat(config.durability().word()).isEqualTo("os");
    assertThat(config.durabilityByTopic())
        .containsExactly(
            new EdgeConfig.TopicDurability("telemetry/#", EdgeConfig.Durability.MEMORY),
            new EdgeConfig.TopicDurability("commands/#", EdgeConfig.Durability.OS));
    assertThat(config.topics())
        .containsExactly(
            new TopicConfig("alarms/#", 9, WhenFull.REJECT),
            new TopicConfig("state/+", 4, WhenFull.LATEST_ONLY));
    assertThat(config.inference())
        .isEqualTo(
            new EdgeConfig.Inference(
                2,
                5,
                9,
                6,
                7,
                List.of(folder.resolve("m.yaml")),
                Optional.of(new DataSize(9 << 20)),
                8,
                List.of(folder.resolve("k.pub")),
                ModelTrust.Unsigned.REFUSED));
    assertThat(config.uplink())
        .isEqualTo(
            new EdgeConfig.Uplink(
                true,
                "cloud.example",
                8883,
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                Duration.ofMillis(250),
                50,
                5,
                new DataSize(2 << 20),
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Optional.of(new EdgeConfig.UplinkLogin("gw", folder.resolve("pki/password"))),
                Optional.of(
                    new EdgeConfig.UplinkTls(
                        folder.resolve("pki/a.pem"),
                        folder.resolve("pki/ca.crt"),
                        Optional.of("https://cloud.example:8884"))),
                Optional.of("wire"),
                List.of(
                    new EdgeConfig.Alternative(
                        Optional.empty(), "::1", 1884, Optional.empty(), Optional.empty())),
                Duration.ofSeconds(7)));
    assertThat(config.uplink().ways())
        .extracting(UplinkWay::name, UplinkWay::place, UplinkWay::identity)
        .containsExactly(
            tuple("wire", "cloud.example:8883", Optional.of(folder.resolve("pki/a.pem"))),
            tuple("::1:1884", "::1:1884", Optional.of(folder.resolve("pki/a.pem"))));
    assertThat(config.policy()).contains(folder.resolve("rules/p.yaml"));
  }

  @Test
  void overridesBelowPolicyAreThoseOfThePolicyFile() throws Exception {
    Files.writeString(folder.resolve("p.yaml"), "placement: prefer-edge");
    Path file = Files.writeString(folder.resolve("edge.yaml"), "node: {id: a}\npolicy: p.yaml");
    List<String> overrides = List.of("policy.placement=cloud-only", "listener.port=7");
    EdgeConfigFile read = EdgeConfigFile.load(file, overrides);

    assertThat(read.config().listener().port()).isEqualTo(7);
    assertThat(read.policy().config().placement()).isEqualTo(PlacementWord.CLOUD_ONLY);
  }

  @Test
  void aNodeThatNamesNoPolicyHasNoRoutes() throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), "node: {id: a}");
    List<String> overrides = List.of("policy.placement=edge-only");

    assertThat(EdgeConfigFile.load(file, overrides).policy().config().routes()).isEmpty();
    assertThat(EdgeConfigFile.load(file, overrides).policy().config().placement())
        .isEqualTo(PlacementWord.EDGE_ONLY);
  }

  @Test
  void thePolicyKnowsWhetherThereIsACloud() throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), "node: {id: a}");
    EdgeConfigFile read =
        EdgeConfigFile.load(file, List.of("uplink.enabled=false", "policy.placement=cloud-only"));

    assertThatThrownBy(read::policy)
        .hasMessage(
            "--set policy.placement=cloud-only: placement: cannot be cloud-only while"
                + " uplink.enabled is false");
  }
}
