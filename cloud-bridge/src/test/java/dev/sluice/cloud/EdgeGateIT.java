package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.tls.LinkIdentity;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.UplinkTopics;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in by the gate, and what they may do there. */
class EdgeGateIT {
  private static GatedBridge bridge;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    bridge = new GatedBridge(folder, ", connect-timeout: 5s");
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static EdgeClient client(String edgeId, LinkIdentity identity) throws MqttException {
    return new EdgeClient(bridge.port(), new LinkId(edgeId, 7), identity.context());
  }

  private static void assertServed(EdgeClient edge, long request) throws Exception {
    edge.send(edge.request(request, 0, 1, 1, 1));
    await().until(() -> edge.answers().stream().anyMatch(one -> one.requestId() == request));
  }

  private static double refused(String reason) throws Exception {
    return bridge.metric("sluice_cloud_gate_refused_total{reason=\"" + reason + "\"}");
  }

  @Test
  void aPairedEdgeNodeIsServed() throws Exception {
    try (EdgeClient edge = client("good", bridge.paired("good")).connect()) {
      assertServed(edge, 1);
      assertThat(bridge.metric("sluice_cloud_gate_edges")).isPositive();
    }
  }

  @Test
  void aRemovedOneIsCutOffAndStaysOut() throws Exception {
    LinkIdentity identity = bridge.paired("removed");
    try (EdgeClient edge = client("removed", identity).connect()) {
      assertServed(edge, 1);

      assertThat(bridge.roster.remove("removed")).isTrue();

      await().until(() -> !edge.connected());
      assertThatThrownBy(edge::connect).isInstanceOf(MqttException.class);
    }
  }

  @Test
  void pairingAgainMakesAStolenCertificateWorthless() throws Exception {
    LinkIdentity stolen = bridge.paired("robbed");
    LinkIdentity fresh = bridge.paired("robbed");

    assertThat(answerTo(stolen, "edge-robbed")).isEqualTo(RawEdge.NOT_AUTHORIZED);
    assertThat(answerTo(fresh, "edge-robbed")).isEqualTo(RawEdge.ACCEPTED);
  }

  private static String answerTo(LinkIdentity identity, String clientId) throws IOException {
    try (RawEdge edge = new RawEdge(bridge.port(), identity.context())) {
      return edge.send(RawEdge.connect(clientId, MqttVersion.MQTT_3_1_1)).read(4);
    } catch (IOException refused) {
      return "";
    }
  }

  @Test
  void aForeignCertificateGetsNothing() throws Exception {
    bridge.paired("wanted");
    double before = refused("handshake");

    assertThat(answerTo(bridge.foreign("wanted"), "edge-wanted")).isEmpty();
    await().untilAsserted(() -> assertThat(refused("handshake")).isGreaterThan(before));
  }

  @Test
  void noCertificateGetsNothing() throws Exception {
    try (RawEdge edge =
        new RawEdge(bridge.port(), LinkIdentity.pinned(bridge.pairing.fingerprint()))) {
      edge.send(RawEdge.connect("edge-wanted", MqttVersion.MQTT_3_1_1));
      assertThat(edge.isClosed()).isTrue();
    } catch (IOException refused) {
      assertThat(refused).isNotNull();
    }
  }

  @Test
  void anExpiredCertificateGetsNothing() throws Exception {
    Instant now = Instant.now();
    LinkIdentity expired = bridge.issued("late", now.minusSeconds(600), now.minusSeconds(1));

    assertThat(answerTo(expired, "edge-late")).isEmpty();
  }

  @Test
  void aCertificateThatWasNeverGivenOutGetsNothing() throws Exception {
    Instant now = Instant.now();
    LinkIdentity copied = bridge.issued("nobody", now.minusSeconds(60), now.plusSeconds(600));

    assertThat(answerTo(copied, "edge-nobody")).isEqualTo(RawEdge.NOT_AUTHORIZED);
  }

  @Test
  void nobodyConnectsUnderTheNameOfAnother() throws Exception {
    LinkIdentity mine = bridge.paired("mine");
    bridge.paired("yours");

    for (String name : List.of("edge-yours", "mine", "sluice-bridge", "", "edge-mine2")) {
      assertThat(answerTo(mine, name)).as(name).isEqualTo(RawEdge.NOT_AUTHORIZED);
    }
    assertThat(refused("other_name")).isPositive();
  }

  static Stream<MqttMessage> forbidden() {
    return Stream.of(
        RawEdge.publish(UplinkTopics.up("yours")),
        RawEdge.publish(UplinkTopics.forwardUp("yours")),
        RawEdge.publish(UplinkTopics.down("x")),
        RawEdge.publish("commands/yours/reboot"),
        RawEdge.publish("sluice/v1/bridge/sluice-bridge"),
        RawEdge.subscribe(UplinkTopics.down("yours")),
        RawEdge.subscribe(UplinkTopics.forwardDown("yours")),
        RawEdge.subscribe("#"),
        RawEdge.subscribe("+/v1/down/yours"),
        RawEdge.subscribe("sluice/v1/down/+"),
        RawEdge.subscribe("$share/g/sluice/v1/down/x"),
        RawEdge.subscribe("$share/"),
        RawEdge.connect("edge-x", MqttVersion.MQTT_3_1_1),
        RawEdge.connect("edge-yours", MqttVersion.MQTT_3_1_1));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void whatIsNotItsOwnEndsTheConnection(MqttMessage packet) throws Exception {
    LinkIdentity mine = bridge.paired("x");
    try (RawEdge edge = new RawEdge(bridge.port(), mine.context())) {
      edge.send(RawEdge.connect("edge-x", MqttVersion.MQTT_3_1_1));
      assertThat(edge.read(4)).isEqualTo(RawEdge.ACCEPTED);
      edge.send(packet);
      assertThat(edge.isClosed()).as(packet.toString()).isTrue();
    }
  }

  @Test
  void anotherVersionOfTheProtocolIsRefused() throws Exception {
    try (RawEdge edge = new RawEdge(bridge.port(), bridge.paired("five").context())) {
      edge.send(RawEdge.connect("edge-five", MqttVersion.MQTT_5));
      assertThat(edge.read(4)).isEqualTo(RawEdge.NOT_AUTHORIZED);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void hostileClientsDoNotKeepAGoodOneFromItsAnswers(long seed) throws Exception {
    LinkIdentity bad = bridge.paired("bad" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<AutoCloseable> open = new ArrayList<>();
    try (EdgeClient edge = client("calm" + seed, bridge.paired("calm" + seed)).connect()) {
      for (int i = 0; i < 300; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), bridge.port()));
      }
      for (int i = 0; i < 40; i++) {
        hostile(bad, random);
        assertServed(edge, i);
      }
      assertThat(edge.connected()).as("seed %d", seed).isTrue();
    } finally {
      for (AutoCloseable socket : open) {
        socket.close();
      }
    }
  }

  /** Garbage before TLS, in TLS, and behind a good CONNECT; a flood that nobody reads. */
  private static void hostile(LinkIdentity bad, SplittableRandom random) throws Exception {
    byte[] garbage = new byte[random.nextInt(1, 5_000)];
    random.nextBytes(garbage);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), bridge.port())) {
      plain.getOutputStream().write(garbage);
    }
    try (RawEdge edge = new RawEdge(bridge.port(), bad.context())) {
      if (random.nextBoolean()) {
        edge.send(RawEdge.connect("edge-" + bad.name(), MqttVersion.MQTT_3_1_1));
      }
      edge.send(garbage).send(garbage);
    } catch (IOException closed) {
      assertThat(closed).isNotNull();
    }
  }
}
