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
  private static final String ROUTE =
      """
      node: {id: a}
      routes:
        - name: r
          topic: sensors/+/x
          model: heavy
      """;

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
            "listener.host: must be a loopback address such as 127.0.0.1, because nobody who"
                + " connects is authenticated (found '0.0.0.0')"),
        Arguments.of(
            "admin.host=192.168.0.7",
            "admin.host: must be a loopback address such as 127.0.0.1, because nobody who connects"
                + " is authenticated (found '192.168.0.7')"),
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
            "uplink.reconnect-min=6s",
            "uplink.reconnect-min: must not be longer than uplink.reconnect-max"),
        Arguments.of(
            "routes.0.topic=sensors/a+/x",
            "routes.0.topic: must be a topic filter: '+' alone on its level, '#' alone on the last"
                + " (found 'sensors/a+/x')"),
        Arguments.of(
            "routes.0.topic=$share/g/x",
            "routes.0.topic: must not be a shared subscription: give the filter behind the group"),
        Arguments.of(
            "routes.0.result={topic}/+",
            "routes.0.result: must be a topic name without '+' and '#', such as {topic}/inference"),
        Arguments.of(
            "routes.0.result={device}/answer",
            "routes.0.result: may hold no other braces than {topic}"),
        Arguments.of(
            "routes.0.fallback=heavy",
            "routes.0.fallback: must be another model than the route's own"),
        Arguments.of(
            "routes.0.payload.value-column=1",
            "routes.0.payload.value-column: belongs to format: csv"),
        Arguments.of(
            "routes.0.payload.id-column=1", "routes.0.payload.id-column: belongs to format: csv"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contradictions")
  void namesFieldAndReason(String override, String expected) throws Exception {
    assertThat(faults(ROUTE, override)).containsExactly("--set " + override + ": " + expected);
  }

  static Stream<Arguments> routes() {
    return Stream.of(
        Arguments.of(
            "privacy: local-only\n    runs-on: cloud",
            "edge.yaml:7:14: routes.0.runs-on: cannot be cloud in a local-only route: no side could"
                + " run it"),
        Arguments.of(
            "privacy: local-only\n    placement: cloud-only",
            "edge.yaml:7:16: routes.0.placement: cannot be cloud-only in a local-only route"),
        Arguments.of(
            "runs-on: cloud\n    placement: edge-only",
            "edge.yaml:7:16: routes.0.placement: cannot be edge-only in a route that runs on the"
                + " cloud"),
        Arguments.of(
            "runs-on: cloud\nuplink: {enabled: false}",
            "edge.yaml:6:14: routes.0.runs-on: cannot be cloud while uplink.enabled is false"),
        Arguments.of(
            "placement: cloud-only\nuplink: {enabled: false}",
            "edge.yaml:6:16: routes.0.placement: cannot be cloud-only while uplink.enabled is"
                + " false"),
        Arguments.of(
            "priority: 5\nuplink: {enabled: false}\nplacement: {policy: cloud-only}",
            "edge.yaml:8:21: placement.policy: cannot be cloud-only while uplink.enabled is false"),
        Arguments.of(
            "payload: {format: csv, values: v}",
            "edge.yaml:6:36: routes.0.payload.values: belongs to format: json"),
        Arguments.of(
            "payload: {format: csv, id: v}",
            "edge.yaml:6:32: routes.0.payload.id: belongs to format: json"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("routes")
  void seesContradictionsBetweenKeys(String more, String expected) throws Exception {
    assertThat(faults(ROUTE + "    " + more + "\n")).containsExactly(expected);
  }

  @Test
  void namesTheRouteThatHadTheNameFirst() throws Exception {
    assertThat(faults(ROUTE + "  - {name: r, topic: t, model: m}\n"))
        .containsExactly("edge.yaml:6:12: routes.1.name: 'r' is already routes.0");
  }

  @Test
  void aTopicCannotBeKeptBetterThanTheRest() throws Exception {
    assertThat(
            faults(
                ROUTE
                    + """
                    durability: os
                    durability-by-topic:
                      - {topic: alarms/#, durability: fsync}
                      - {topic: a#, durability: memory}
                    """))
        .containsExactly(
            "edge.yaml:8:35: durability-by-topic.0.durability: cannot be better than durability,"
                + " which is os: raise that, and lower the others here",
            "edge.yaml:9:13: durability-by-topic.1.topic: 'a#' is no topic filter");
  }

  @Test
  void listsAllContradictionsAtOnce() throws Exception {
    assertThat(faults(ROUTE, "listener.host=example.org", "routes.0.topic=a#"))
        .hasSize(2)
        .anyMatch(line -> line.contains("listener.host"))
        .anyMatch(line -> line.contains("routes.0.topic"));
  }

  @Test
  void acceptsEveryWayToSayLoopback() throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), ROUTE);
    for (String host : List.of("localhost", "127.0.0.1", "127.1.2.3", "\"::1\"")) {
      assertThat(EdgeConfig.load(file, List.of("listener.host=" + host)).listener().host())
          .isEqualTo(host.replace("\"", ""));
    }
  }

  @Test
  void refusesWhatOnlyLooksLikeLoopback() throws Exception {
    for (String host : List.of("localhost.example", "127.0.0.1.example", "\"::\"", "127.0.0.999")) {
      assertThat(faults(ROUTE, "listener.host=" + host))
          .as(host)
          .singleElement()
          .asString()
          .contains("must be a loopback address");
    }
  }
}
