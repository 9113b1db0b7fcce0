package dev.sluice.sim.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.forward.ProgramProcess;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.EnvelopeCodec;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.UplinkTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An edge node with text routes and a bridge that has never heard of them. */
class OldBridgeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Kept when something fails, with the logs of the programs. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final AtomicInteger unknown = new AtomicInteger();

  @Test
  void isAnsweredInOneLineLongBeforeTheDeadline() throws Exception {
    try (ProgramProcess broker = ProgramProcess.edge(folder.resolve("broker"), "node: {id: b}\n")) {
      broker.start();
      MqttAsyncClient bridge = oldBridge(broker.port());
      Files.writeString(
          Files.createDirectories(folder.resolve("edge")).resolve("policy.yaml"),
          "text-routes: [{name: a, topic: ask/+, model: assistant, deadline: 1h}]\n");
      try (ProgramProcess edge =
          ProgramProcess.edge(
              folder.resolve("edge"),
              """
              node: {id: gw}
              uplink: {host: 127.0.0.1, port: %d, reconnect-min: 50ms}
              policy: policy.yaml
              """
                  .formatted(broker.port()))) {
        edge.start();
        requireRefusal(edge.port());
      }
      bridge.disconnectForcibly(0, 100, false);
      bridge.close(true);
    }
    assertThat(unknown).as("greetings that it did not know").hasValueBetween(3, 6);
  }

  private static void requireRefusal(int port) throws MqttException, Exception {
    try (Requester5 requester = new Requester5(port, "requester")) {
      requester.subscribe("ask/x/inference");
      requester.publish("ask/x", "say 1", new MqttProperties());
      await().atMost(PATIENCE).until(() -> !requester.heard.isEmpty());
      Heard answer = requester.heard.get(0);
      assertThat(answer.status()).contains("failed");
      assertThat(answer.said("reason")).isEqualTo("CLOUD_TOO_OLD");
      assertThat(requester.heard).hasSize(1);
    }
  }

  /** It answers pings, and drops what it does not know. */
  private MqttAsyncClient oldBridge(int port) throws MqttException {
    MqttAsyncClient bridge =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, "bridge", new MemoryPersistence());
    bridge.connect().waitForCompletion(10_000);
    bridge
        .subscribe(UplinkTopics.UP_FILTER, 1, (topic, message) -> onUp(bridge, message))
        .waitForCompletion(10_000);
    return bridge;
  }

  private void onUp(MqttAsyncClient bridge, MqttMessage message) throws MqttException {
    try {
      if (EnvelopeCodec.decode(message.getPayload()) instanceof Envelope.Ping ping) {
        byte[] pong = EnvelopeCodec.encode(new Envelope.Pong(ping.link(), ping.nonce()));
        bridge.publish(UplinkTopics.down(ping.link().edgeId()), pong, 0, false);
      }
    } catch (MalformedEnvelopeException e) {
      unknown.incrementAndGet();
    }
  }
}
