package dev.sluice.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that send the beginnings of packets and nothing more, against a node that has far less
 * memory than their packets would take: nobody else notices.
 */
class UnfinishedPacketsIT {
  private static final String MEMORY = "40m";
  private static final String YAML =
      """
      node: {id: unfinished-gateway}
      admin: {port: 0}
      uplink: {enabled: false}
      journal: {dir: journal, max-size: 64MB, segment-size: 1MB}
      """;

  @TempDir Path folder;

  private final List<Socket> attackers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket attacker : attackers) {
      attacker.close();
    }
  }

  private static byte[] connect(String id) {
    byte[] name = id.getBytes(UTF_8);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(0x10);
    packet.write(12 + name.length);
    packet.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, (byte) name.length});
    packet.writeBytes(name);
    return packet.toByteArray();
  }

  /** QoS 0, topic t, and as many zeros as make that many bytes behind the length. */
  private static byte[] publish(int remaining) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(0x30);
    int length = remaining;
    while (length > 0x7f) {
      packet.write((length & 0x7f) | 0x80);
      length >>= 7;
    }
    packet.write(length);
    packet.writeBytes(new byte[] {0, 1, 't'});
    packet.writeBytes(new byte[remaining - 3]);
    return packet.toByteArray();
  }

  /** What a node that closes its connection does not take is no concern of an attacker's. */
  private void attack(EdgeProcess node, int number, byte[] whole, int times, byte[] last, int part)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    attackers.add(socket);
    try {
      socket.getOutputStream().write(connect("attacker-" + number));
      for (int i = 0; i < times; i++) {
        socket.getOutputStream().write(whole);
      }
      socket.getOutputStream().write(last, 0, part);
    } catch (IOException closed) {
      socket.close();
    }
  }

  /** A message of 100,000 bytes to itself. */
  private static void isServed(CodecClient client) throws IOException {
    client.publish("mine", "x".repeat(100_000), 1, false);
    assertThat(client.atLeast(1).get(0).payload()).hasSize(100_000);
    client.forget();
  }

  private static CodecClient honest(EdgeProcess node, String id) throws IOException {
    CodecClient client = new CodecClient(node.port(), MqttVersion.MQTT_5);
    client.begin(client.connect(id, true));
    client.subscribe("mine", 1);
    return client;
  }

  @Test
  void aThousandClientsThatReadMuchAndKeepLittle() throws Exception {
    byte[] whole = publish(16_000);
    check(1_000, (node, number) -> attack(node, number, whole, 12, whole, 100));
  }

  @Test
  void aHundredClientsThatSendNearlyAllOfALargePacket() throws Exception {
    byte[] large = publish(900_000);
    check(100, (node, number) -> attack(node, number, large, 0, large, large.length - 1));
  }

  private interface Attack {
    void by(EdgeProcess node, int number) throws IOException;
  }

  private void check(int clients, Attack attack) throws Exception {
    try (EdgeProcess node = new EdgeProcess(folder, YAML, MEMORY)) {
      node.start();
      try (CodecClient before = honest(node, "before")) {
        isServed(before);
        for (int i = 0; i < clients; i++) {
          attack.by(node, i);
          if (i % 100 == 99) {
            isServed(before);
          }
        }
        try (CodecClient after = honest(node, "after")) {
          isServed(after);
        }
        isServed(before);
      }
      assertThat(node.logLines("OutOfMemory")).isEmpty();
    }
  }
}
