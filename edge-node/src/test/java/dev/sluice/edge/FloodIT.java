package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a small heap, clients that never read, and more retained messages than fit. */
class FloodIT {
  private static final int DEAF = 60;
  private static final int RETAINED = 20_000;
  private static final int FLOOD = 20_000;
  private static final int OWED = 500;
  private static final byte[] TWO_KILOBYTES = new byte[2_000];
  private static final String YAML =
      """
      node: {id: flood-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 64MB, segment-size: 1MB}
      """;

  @TempDir Path folder;

  private static MqttClient connect(EdgeProcess node, String id, boolean clean) throws Exception {
    MqttClient client =
        new MqttClient("tcp://127.0.0.1:" + node.port(), id, new MemoryPersistence());
    client.setTimeToWait(30_000);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setCleanSession(clean);
    client.connect(options);
    return client;
  }

  private static Socket deaf(EdgeProcess node, int number) throws IOException {
    byte[] id = ("deaf-" + number).getBytes(UTF_8);
    ByteArrayOutputStream packets = new ByteArrayOutputStream();
    packets.write(0x10);
    packets.write(12 + id.length);
    packets.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, (byte) id.length});
    packets.writeBytes(id);
    packets.writeBytes(new byte[] {(byte) 0x82, 12, 0, 1, 0, 7});
    packets.writeBytes("flood/#".getBytes(UTF_8));
    packets.write(0);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), 10_000);
    OutputStream out = socket.getOutputStream();
    out.write(packets.toByteArray());
    out.flush();
    return socket;
  }

  /** As {@code connect}, publish, receive of somebody who has never been here. */
  private static void isServed(EdgeProcess node, String id) throws Exception {
    MqttClient fresh = connect(node, id, true);
    Set<String> heard = ConcurrentHashMap.newKeySet();
    fresh.subscribe(id, 1, (topic, message) -> heard.add(new String(message.getPayload(), UTF_8)));
    fresh.publish(id, "hello".getBytes(UTF_8), 1, false);
    await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains("hello"));
    fresh.disconnect();
    fresh.close();
  }

  @Test
  void staysUpServesOthersAndLosesNothingAcknowledged() throws Exception {
    List<Socket> deaf = new ArrayList<>();
    try (EdgeProcess node = new EdgeProcess(folder, YAML, "40m")) {
      node.start();
      MqttClient owed = connect(node, "owed", false);
      owed.subscribe("owed", 1);
      owed.disconnect();
      for (int i = 0; i < DEAF; i++) {
        deaf.add(deaf(node, i));
      }
      MqttClient attacker = connect(node, "attacker", true);
      MqttClient honest = connect(node, "honest", true);
      for (int i = 0; i < RETAINED; i++) {
        attacker.publish("retained/" + i, TWO_KILOBYTES, 0, true);
      }
      isServed(node, "after-the-retained");
      for (int i = 0; i < FLOOD; i++) {
        attacker.publish("flood/" + i % 10, TWO_KILOBYTES, 0, false);
        if (i % (FLOOD / OWED) == 0) {
          // Returns when it is acknowledged.
          honest.publish("owed", ("m" + i).getBytes(UTF_8), 1, false);
        }
      }
      isServed(node, "after-the-flood");

      Set<String> arrived = ConcurrentHashMap.newKeySet();
      owed.setCallback(new Noting(arrived));
      MqttConnectOptions lasting = new MqttConnectOptions();
      lasting.setCleanSession(false);
      owed.connect(lasting);
      await().atMost(Duration.ofSeconds(30)).until(() -> arrived.size() == OWED);
      assertThat(node.logLines("memory=spilling")).as("that memory was short").isNotEmpty();
      assertThat(node.logLines("OutOfMemory")).isEmpty();
      for (MqttClient client : List.of(owed, attacker, honest)) {
        assertThat(client.isConnected()).isTrue();
        client.disconnect();
        client.close();
      }
    } finally {
      for (Socket socket : deaf) {
        socket.close();
      }
    }
  }
}
