package dev.sluice.sim.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.sim.device.Mosquitto;
import dev.sluice.sim.forward.ProgramProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two bridges at one Mosquitto, both with the same chat model: one of them writes a text. */
class TextOfSeveralBridgesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PROMPTS = 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private PlayedChatServer server;
  private final List<ProgramProcess> programs = new ArrayList<>();
  private Mosquitto broker;
  private Requester5 requester;

  @BeforeEach
  void start() throws Exception {
    server = new PlayedChatServer();
    broker = Mosquitto.start(folder);
    startBridge("bridge-1");
    startBridge("bridge-2");
    ProgramProcess edge = startEdge();
    requester = new Requester5(edge.port(), "kiosk");
    requester.subscribe("ask/+/inference");
  }

  private void startBridge(String name) throws Exception {
    ProgramProcess bridge =
        ProgramProcess.cloudAt(
            broker.port(),
            folder.resolve(name),
            """
            broker:
              external:
                host: 127.0.0.1
                port: %d
                client-id: %s
                group: {members: [bridge-1, bridge-2]}
            readiness: {interval: 200ms, within: 1s}
            inference: {chat: [{name: assistant, url: "http://127.0.0.1:%d/v1", model: tiny}]}
            """
                .formatted(broker.port(), name, server.port()));
    programs.add(bridge);
    bridge.start();
  }

  private ProgramProcess startEdge() throws Exception {
    Path at = Files.createDirectories(folder.resolve("edge"));
    Files.writeString(
        at.resolve("policy.yaml"),
        """
        text-routes:
          - {name: assistant, topic: ask/+, model: assistant, deadline: 40s, stream: true}
        """);
    ProgramProcess edge =
        ProgramProcess.edge(
            at,
            """
            node: {id: gw-1}
            uplink: {host: 127.0.0.1, port: %d}
            policy: policy.yaml
            """
                .formatted(broker.port()));
    programs.add(edge);
    edge.start();
    return edge;
  }

  @AfterEach
  void stop() throws Exception {
    requester.close();
    programs.forEach(ProgramProcess::close);
    broker.close();
    server.close();
  }

  @Test
  void theServerIsAskedOnceForEachPrompt() throws Exception {
    for (int i = 0; i < PROMPTS; i++) {
      requester.publish("ask/" + i, "say 10 5", new MqttProperties());
    }

    await().atMost(PATIENCE).until(() -> Heard.answers(requester.heard).size() == PROMPTS);
    assertThat(Heard.answers(requester.heard))
        .allMatch(answer -> answer.said("status").equals("ok"))
        .allMatch(answer -> answer.text().equals(PlayedChatServer.text(10)));
    assertThat(server.prompts).as("requests that the server saw").hasSize(PROMPTS);
  }
}
