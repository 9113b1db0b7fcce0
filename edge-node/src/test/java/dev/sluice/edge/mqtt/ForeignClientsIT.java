package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of foreign clients, either version, every QoS. */
class ForeignClientsIT {
  private static final Map<ForeignClient, Boolean> INSTALLED = new EnumMap<>(ForeignClient.class);
  private static RunningBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = RunningBroker.start();
    for (ForeignClient client : ForeignClient.values()) {
      INSTALLED.put(client, client.isInstalled());
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  static List<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (ForeignClient publisher : ForeignClient.values()) {
      for (ForeignClient subscriber : ForeignClient.values()) {
        pairs.add(Arguments.of(publisher, subscriber, "311"));
        pairs.add(Arguments.of(publisher, subscriber, "5"));
      }
    }
    return pairs;
  }

  @ParameterizedTest(name = "{0} to {1}, {2}")
  @MethodSource("pairs")
  void understandEachOther(ForeignClient publisher, ForeignClient subscriber, String version)
      throws Exception {
    requireInstalled(publisher);
    requireInstalled(subscriber);
    String topic = "pairs/" + publisher + "/" + subscriber + "/" + version;
    await().until(() -> broker.brokerStats().subscriptions() == 0);
    Process listening =
        ForeignClient.start(subscriber.subscriber(broker.port(), version, topic, 3));
    try {
      await().until(() -> broker.brokerStats().subscriptions() == 1);
      for (int qos = 0; qos < 3; qos++) {
        List<String> command =
            publisher.publisher(broker.port(), version, topic, qos, "payload ä " + qos);
        assertThat(ForeignClient.run(command)).as("%s", command).isZero();
      }

      assertThat(ForeignClient.payloads(listening, 3))
          .containsExactly("payload ä 0", "payload ä 1", "payload ä 2");
    } finally {
      listening.destroyForcibly().waitFor();
    }
    assertThat(broker.listenerStats().malformed()).isEmpty();
    assertThat(broker.brokerStats().protocolErrors()).isZero();
  }

  private static void requireInstalled(ForeignClient client) {
    assumeTrue(
        INSTALLED.get(client),
        "skipped: " + client + " is not installed (" + client.source() + ")");
  }
}
