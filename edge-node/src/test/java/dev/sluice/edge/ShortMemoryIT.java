package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node with little memory, clients that ask for everything and read nothing, and others that have
 * far more retained than there is room for: it stays up, serves who comes, and keeps what it has
 * acknowledged.
 */
class ShortMemoryIT {
  private static final String HEAP = "56m";
  private static final int STUCK = 40;
  private static final int FLOOD = 4_000;
  private static final int FLOOD_BYTES = 20_000;
  private static final int RETAINED = 4_000;
  private static final int ACKNOWLEDGED = 500;
  private static final String YAML =
      """
      node: {id: short-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 256MB, segment-size: 1MB}
      """;

  @TempDir Path folder;

  private final List<Socket> stuck = new ArrayList<>();

  /** Counts what arrives, and what is acknowledged. */
  private static final class Client implements MqttCallback {
    private final MqttAsyncClient mqtt;
    private final AtomicInteger arrived = new AtomicInteger();

    Client(int port, String id, boolean lasting) throws MqttException {
      mqtt = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
      mqtt.setCallback(this);
      MqttConnectOptions options = new MqttConnectOptions();
      options.setCleanSession(!lasting);
      mqtt.connect(options).waitForCompletion(30_000);
    }

    void publish(String topic, byte[] payload, int qos, boolean retain) throws MqttException {
      mqtt.publish(topic, payload, qos, retain).waitForCompletion(30_000);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      arrived.incrementAndGet();
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}

    @Override
    public void connectionLost(Throwable cause) {}

    void close() throws MqttException {
      mqtt.disconnectForcibly(100, 1_000, false);
      mqtt.close(true);
    }
  }

  @Test
  void whoeverTakesMemoryOthersAreServedAndNothingAcknowledgedIsLost() throws Exception {
    try (EdgeProcess edge = new EdgeProcess(folder, YAML, HEAP)) {
      edge.start();
      Client away = new Client(edge.port(), "witness", true);
      away.mqtt.subscribe("kept", 1).waitForCompletion(30_000);
      away.close();
      for (int i = 0; i < STUCK; i++) {
        stuck.add(subscribesAndReadsNothing(edge.port(), "stuck-" + i));
      }
      flood(edge.port());

      try (TestClient fresh = new TestClient(edge.port(), "fresh").subscribe("fresh")) {
        fresh.publish("fresh", "served");
        assertThat(fresh.next().text()).isEqualTo("served");
      }
      Client witness = new Client(edge.port(), "witness", true);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> assertThat(witness.arrived).hasValueGreaterThanOrEqualTo(ACKNOWLEDGED));
      witness.close();
      assertThat(edge.logLines("memory=spilling")).as("that it was short").isNotEmpty();
      assertThat(edge.logLines("OutOfMemory")).isEmpty();
      assertThat(edge.logLines("fault")).isEmpty();
    } finally {
      for (Socket socket : stuck) {
        socket.close();
      }
    }
  }

  private static void flood(int port) throws MqttException {
    Client publisher = new Client(port, "publisher", false);
    byte[] large = new byte[FLOOD_BYTES];
    for (int i = 0; i < FLOOD; i++) {
      publisher.publish("flood", large, 0, false);
      if (i % (FLOOD / ACKNOWLEDGED) == 0) {
        publisher.publish("kept", large, 1, false);
      }
    }
    // At QoS 0 nobody is told that there is no room for it.
    for (int i = 0; i < RETAINED; i++) {
      publisher.publish("retained/" + i, large, 0, true);
    }
    publisher.close();
  }

  private static Socket subscribesAndReadsNothing(int port, String clientId) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] id = clientId.getBytes(UTF_8);
    out.writeBytes(
        new byte[] {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0});
    out.writeBytes(new byte[] {0, (byte) id.length});
    out.writeBytes(id);
    out.writeBytes(new byte[] {(byte) 0x82, 6, 0, 1, 0, 1, '#', 1});
    socket.getOutputStream().write(out.toByteArray());
    return socket;
  }
}
