package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.edge.mqtt.ForeignClient.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of foreign clients, by TCP and by WebSocket, in either version, at every QoS: all
 * subscribers hear what each publisher says.
 */
class ForeignClientsIT {
  /** Without wildcard: paho_c_sub would print it too. */
  private static final String TOPIC = "pairs";

  private static final List<String> VERSIONS = List.of("311", "5");
  private static final Set<ForeignClient> INSTALLED = EnumSet.noneOf(ForeignClient.class);
  private static final List<ForeignSubscriber> SUBSCRIBERS = new ArrayList<>();
  private static RunningBroker broker;

  @BeforeAll
  static void start() throws Exception {
    Door.WebSocket webSocket = new Door.WebSocket("/mqtt", Set.of());
    broker =
        RunningBroker.start(
            Door.OPEN, new Door(1, Doorkeeper.NONE, Optional.empty(), Optional.of(webSocket)));
    for (ForeignClient client : ForeignClient.values()) {
      if (client.isInstalled()) {
        INSTALLED.add(client);
        subscribe(client);
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> broker.brokerStats().subscriptions() == SUBSCRIBERS.size());
  }

  private static void subscribe(ForeignClient client) throws Exception {
    for (Way way : client.ways()) {
      for (String version : VERSIONS) {
        String name = client + "-" + way + "-" + version;
        List<String> command =
            client.subscriber(way.to(broker.port(way.ordinal())), version, name, TOPIC);
        SUBSCRIBERS.add(new ForeignSubscriber(name, command));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    for (ForeignSubscriber subscriber : SUBSCRIBERS) {
      subscriber.close();
    }
    broker.close();
  }

  static List<Arguments> publishers() {
    List<Arguments> publishers = new ArrayList<>();
    for (ForeignClient client : ForeignClient.values()) {
      for (Way way : client.ways()) {
        VERSIONS.forEach(version -> publishers.add(Arguments.of(client, way, version)));
      }
    }
    return publishers;
  }

  @ParameterizedTest(name = "{0} by {1}, {2}")
  @MethodSource("publishers")
  void isHeardByAllOthers(ForeignClient publisher, Way way, String version) throws Exception {
    assumeTrue(
        INSTALLED.contains(publisher),
        "skipped: " + publisher + " is not installed (" + publisher.source() + ")");
    String said = "payload ä " + publisher + " " + way + " " + version + " ";
    for (int qos = 0; qos < 3; qos++) {
      List<String> command =
          publisher.publisher(way.to(broker.port(way.ordinal())), version, TOPIC, qos, said + qos);
      assertThat(ForeignClient.run(command)).as("%s", command).isZero();
    }

    List<String> expected = IntStream.range(0, 3).mapToObj(qos -> said + qos).toList();
    SoftAssertions all = new SoftAssertions();
    for (ForeignSubscriber subscriber : SUBSCRIBERS) {
      all.assertThat(subscriber.next(3, said)).as("%s", subscriber).isEqualTo(expected);
    }
    all.assertAll();
    assertThat(broker.listenerStats().malformed()).isEmpty();
    assertThat(broker.brokerStats().protocolErrors()).isZero();
  }
}
