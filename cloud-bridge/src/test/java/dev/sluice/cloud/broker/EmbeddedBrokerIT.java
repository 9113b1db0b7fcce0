package dev.sluice.cloud.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerIT {
  private static final BridgeCredentials BRIDGE = BridgeCredentials.random();
  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws IOException {
    broker =
        EmbeddedBroker.start(
            new EmbeddedBroker.Settings("127.0.0.1", 0, 100_000, Duration.ofDays(1)),
            BRIDGE,
            CommandIntake.NONE,
            FAILURES::incrementAndGet);
  }

  @AfterAll
  static void stop() {
    broker.close();
    assertThat(FAILURES).hasValue(0);
  }

  @Test
  void letsAnEdgeUseItsOwnTopicsOnly() throws MqttException {
    List<String> seen = new CopyOnWriteArrayList<>();
    try (MqttClient bridge = bridge();
        MqttClient edge = connect("edge-one", new MqttConnectOptions())) {
      bridge.subscribe("#", (topic, message) -> seen.add(topic));
      edge.subscribe("sluice/v1/down/one");
      assertThatExceptionOfType(MqttException.class)
          .isThrownBy(() -> edge.subscribe("sluice/v1/down/two"));
      assertThatExceptionOfType(MqttException.class).isThrownBy(() -> edge.subscribe("#"));

      edge.publish("sluice/v1/up/two", new byte[1], 0, false);
      edge.publish("sluice/v1/down/one", new byte[1], 0, false);
      edge.publish("sluice/v1/up/one", new byte[1], 0, false);

      await().until(() -> !seen.isEmpty());
      assertThat(seen).containsExactly("sluice/v1/up/one");
      edge.disconnect();
      bridge.disconnect();
    }
  }

  @Test
  void letsNobodyElseBeTheBridge() {
    var options = new MqttConnectOptions();
    options.setUserName(BRIDGE.username());
    assertThatExceptionOfType(MqttException.class).isThrownBy(() -> connect("x", options));
    options.setPassword("guess".toCharArray());
    assertThatExceptionOfType(MqttException.class).isThrownBy(() -> connect("x", options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"$share/", "$share//", "$share/+/x", "$share/group", "$share"})
  void closesWhoSubscribesToAMalformedSharedFilterAndServesOthers(String filter) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout(10_000);
      var in = new DataInputStream(socket.getInputStream());
      socket.getOutputStream().write(connectPacket("edge-evil"));
      in.readFully(new byte[4]);

      socket.getOutputStream().write(subscribePacket(filter));

      assertThat(in.read()).as("end of the connection").isEqualTo(-1);
    }
    try (MqttClient edge = connect("edge-good", new MqttConnectOptions())) {
      edge.subscribe("sluice/v1/down/good");
      edge.disconnect();
    }
  }

  @Test
  void closesWhoSendsMoreThanTheLimitAndServesOthers() throws MqttException {
    try (MqttClient edge = connect("edge-big", new MqttConnectOptions())) {
      assertThatExceptionOfType(MqttException.class)
          .isThrownBy(() -> edge.publish("sluice/v1/up/big", new byte[100_001], 1, false));
      await().until(() -> !edge.isConnected());
    }
    try (MqttClient edge = connect("edge-big", new MqttConnectOptions())) {
      edge.publish("sluice/v1/up/big", new byte[90_000], 1, false);
      edge.disconnect();
    }
  }

  private static MqttClient bridge() throws MqttException {
    var options = new MqttConnectOptions();
    options.setUserName(BRIDGE.username());
    options.setPassword(BRIDGE.password().toCharArray());
    return connect("bridge", options);
  }

  private static MqttClient connect(String clientId, MqttConnectOptions options)
      throws MqttException {
    var client =
        new MqttClient("tcp://127.0.0.1:" + broker.port(), clientId, new MemoryPersistence());
    client.setTimeToWait(10_000);
    client.connect(options);
    return client;
  }

  private static byte[] connectPacket(String clientId) {
    byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
    byte[] packet = new byte[14 + id.length];
    System.arraycopy(
        new byte[] {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0},
        0,
        packet,
        0,
        13);
    packet[13] = (byte) id.length;
    System.arraycopy(id, 0, packet, 14, id.length);
    return packet;
  }

  private static byte[] subscribePacket(String filter) {
    byte[] text = filter.getBytes(StandardCharsets.US_ASCII);
    byte[] packet = new byte[7 + text.length];
    packet[0] = (byte) 0x82;
    packet[1] = (byte) (5 + text.length);
    packet[3] = 1;
    packet[5] = (byte) text.length;
    System.arraycopy(text, 0, packet, 6, text.length);
    packet[packet.length - 1] = 1;
    return packet;
  }
}
