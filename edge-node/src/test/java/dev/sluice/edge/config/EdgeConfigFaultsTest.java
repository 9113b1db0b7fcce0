package dev.sluice.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Contradictions that only the meaning of a file shows, each with the line that says so. */
final class EdgeConfigFaultsTest {
  private static final String BARE = "node: {id: a}\n";

  @TempDir Path folder;

  private List<String> faults(String yaml, String... overrides) throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), yaml);
    return catchThrowableOfType(
            ConfigException.class, () -> EdgeConfig.load(file, List.of(overrides)))
        .getMessage()
        .lines()
        .map(line -> line.replace(folder + "/", ""))
        .toList();
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            "listener.host=0.0.0.0",
            "listener.host: is no loopback address, so clients have to prove who they are: set"
                + " access.users, access.jwt or access.certificates, or use 127.0.0.1 (found"
                + " '0.0.0.0')"),
        Arguments.of(
            "admin.host=192.168.0.7",
            "admin.host: is no loopback address, so callers have to know a token: set"
                + " admin.token-file, or use 127.0.0.1 (found '192.168.0.7')"),
        Arguments.of(
            "limits.packet-size=256MB",
            "limits.packet-size: must be at most 268435455B (found 268435456B)"),
        Arguments.of(
            "limits.client-id-size=64KB",
            "limits.client-id-size: must be at most 65535B (found 65536B)"),
        Arguments.of(
            "limits.queue-size=2GB",
            "limits.queue-size: must be at most 2147483647B (found 2147483648B)"),
        Arguments.of(
            "limits.transmit-credit=2GB",
            "limits.transmit-credit: must be at most 2147483647B (found 2147483648B)"),
        Arguments.of(
            "limits.retained-size=2GB",
            "limits.retained-size: must be at most 2147483647B (found 2147483648B)"),
        Arguments.of(
            "limits.unanswered-size=32KB",
            "limits.unanswered-size: must be at least 65536B, which one CONNECT may take (found"
                + " 32768B)"),
        Arguments.of(
            "limits.keep-alive=19h",
            "limits.keep-alive: must be at most 65535s, the longest that MQTT can say"),
        Arguments.of(
            "limits.sessions=9999",
            "limits.sessions: must be at least limits.connections (10000), because each connection"
                + " has a session"),
        Arguments.of(
            "uplink.packet-size=1GB",
            "uplink.packet-size: must be at most 268435455B (found 1073741824B)"),
        Arguments.of(
            "uplink.stall-after=1s",
            "uplink.stall-after: must be longer than uplink.ping-interval, or a quiet link looks"
                + " dead"),
        Arguments.of(
            "uplink.report-every=50ms",
            "uplink.report-every: must be from 100ms to 3600000ms (found 50ms)"),
        Arguments.of(
            "uplink.reconnect-min=6s",
            "uplink.reconnect-min: must not be longer than uplink.reconnect-max"));
  }

  @Test
  void aPasswordThatCouldBeReadOnItsWayIsRefused() throws Exception {
    String login = "uplink.login.username=gw";
    String file = "uplink.login.password-file=p";

    assertThat(faults(BARE, login, file, "uplink.host=broker.example"))
        .singleElement()
        .asString()
        .contains("uplink.login: could be read on its way to another machine; add uplink.tls");
  }

  @Test
  void waysToTheCloudAreToldApartAndSafe() throws Exception {
    assertThat(
            faults(
                BARE
                    + """
                    uplink:
                      name: wire
                      login: {username: gw, password-file: p}
                      tls: {identity: a.pem, ca: ca.crt}
                      fail-back-after: 50ms
                      alternatives:
                        - {host: 127.0.0.1}
                        - {name: wire, host: lte.example}
                        - {host: b, login: {username: gw, password-file: p}}
                        - {host: c, tls: {identity: a.pem, ca: other.crt}}
                    """))
        .containsExactlyInAnyOrder(
            "edge.yaml:8:14: uplink.alternatives.0.host: leads where uplink leads; take one out",
            "edge.yaml:9:14: uplink.alternatives.1.name: is the name of uplink, too",
            "edge.yaml:10:24: uplink.alternatives.2.login: could be read on its way to another"
                + " machine; add uplink.alternatives.2.tls, or a host of this machine",
            "edge.yaml:11:33: uplink.alternatives.3.tls.identity: is that of uplink, with another"
                + " ca or renew; give it a file of its own",
            "edge.yaml:6:20: uplink.fail-back-after: must be at least 100ms");
  }

  @Test
  void anAlternativeDoesNotCarryThePasswordOfTheUplinkInPlain() throws Exception {
    assertThat(
            faults(
                BARE
                    + """
                    uplink:
                      login: {username: gw, password-file: p}
                      alternatives: [{host: far.example}]
                    """))
        .containsExactly(
            "edge.yaml:4:25: uplink.alternatives.0.host: has uplink.login, which could be read on"
                + " its way to another machine; add uplink.alternatives.0.tls, or a host of this"
                + " machine");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void namesFieldAndReason(String override, String expected) throws Exception {
    assertThat(faults(BARE, override)).containsExactly("--set " + override + ": " + expected);
  }

  @Test
  void keysThatMovedToThePolicyFileSayWhere() throws Exception {
    assertThat(faults(BARE + "placement: {policy: adaptive}\nroutes:\n  - {name: r}\n"))
        .containsExactly(
            "edge.yaml:2:1: placement: has moved to the policy file: write 'placement: adaptive'"
                + " there, or --set policy.placement=adaptive",
            "edge.yaml:3:1: routes: has moved to the policy file: write it there, and name that"
                + " file here (policy: policy.yaml)");
    assertThat(faults(BARE, "placement.policy=edge-only"))
        .containsExactly(
            "--set placement.policy=edge-only: placement: has moved to the policy file: write"
                + " 'placement: adaptive' there, or --set policy.placement=adaptive");
  }

  @Test
  void aTopicCannotBeKeptBetterThanTheRest() throws Exception {
    assertThat(
            faults(
                BARE
                    + """
                    durability: os
                    durability-by-topic:
                      - {topic: alarms/#, durability: fsync}
                      - {topic: a#, durability: memory}
                    """))
        .containsExactly(
            "edge.yaml:4:35: durability-by-topic.0.durability: cannot be better than durability,"
                + " which is os: raise that, and lower the others here",
            "edge.yaml:5:13: durability-by-topic.1.topic: 'a#' is no topic filter");
  }

  @Test
  void aRuleOfTopicsNamesAFilterAPriorityAndAPolicy() throws Exception {
    assertThat(
            faults(
                BARE
                    + """
                    topics:
                      - {topic: a#}
                    """))
        .containsExactly("edge.yaml:3:13: topics.0.topic: 'a#' is no topic filter");
    assertThat(
            faults(
                BARE
                    + """
                    topics:
                      - {topic: a, priority: 10, when-full: oldst}
                    """))
        .hasSize(2)
        .anyMatch(fault -> fault.contains("topics.0.priority"))
        .anyMatch(fault -> fault.contains("topics.0.when-full") && fault.contains("latest-only"));
  }

  @Test
  void listsAllContradictionsAtOnce() throws Exception {
    assertThat(faults(BARE, "listener.host=example.org", "uplink.stall-after=1s"))
        .hasSize(2)
        .anyMatch(line -> line.contains("listener.host"))
        .anyMatch(line -> line.contains("uplink.stall-after"));
  }

  @Test
  void acceptsEveryWayToSayLoopback() throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), BARE);
    for (String host : List.of("localhost", "127.0.0.1", "127.1.2.3", "\"::1\"")) {
      assertThat(EdgeConfig.load(file, List.of("listener.host=" + host)).listener().host())
          .isEqualTo(host.replace("\"", ""));
    }
  }

  @Test
  void refusesWhatOnlyLooksLikeLoopback() throws Exception {
    for (String host : List.of("localhost.example", "127.0.0.1.example", "\"::\"", "127.0.0.999")) {
      assertThat(faults(BARE, "listener.host=" + host))
          .as(host)
          .singleElement()
          .asString()
          .contains("is no loopback address");
    }
  }
}
