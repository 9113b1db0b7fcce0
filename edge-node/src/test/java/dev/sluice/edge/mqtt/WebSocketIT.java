package dev.sluice.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.mqtt.ProtocolVersion;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** MQTT in WebSocket frames that are cut in every way, and requests that do not become one. */
class WebSocketIT {
  private RunningBroker broker;

  /** What the server sent: bytes in hexadecimal, or the word closed. */
  private static final class Frames implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      received.add(HexFormat.of().formatHex(bytes));
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      received.add("closed");
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      received.add("closed");
    }

    String next() throws InterruptedException {
      return String.valueOf(received.poll(10, TimeUnit.SECONDS));
    }
  }

  @BeforeEach
  void start() throws Exception {
    broker =
        RunningBroker.start(
            new Door(
                0,
                Doorkeeper.NONE,
                Optional.empty(),
                Optional.of(new Door.WebSocket("/way/in", Set.of("https://app.example")))));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private WebSocket open(Frames frames) {
    return open(frames, "mqtt");
  }

  private WebSocket open(Frames frames, String... offered) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols(offered[0], Arrays.copyOfRange(offered, 1, offered.length))
        .buildAsync(URI.create("ws://127.0.0.1:" + broker.port() + "/way/in"), frames)
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static void send(WebSocket socket, byte[] bytes, boolean last) {
    socket.sendBinary(ByteBuffer.wrap(bytes), last).orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static byte[] connect(ProtocolVersion version) {
    return version == ProtocolVersion.MQTT_5
        ? RawClient.connect5("client")
        : RawClient.connect311("client");
  }

  @ParameterizedTest
  @EnumSource
  @Tag("MQTT-6.0.0-2")
  @Tag("MQTT311-6.0.0-2")
  void aPacketMayBeCutIntoFramesAndContinuations(ProtocolVersion version) throws Exception {
    Frames frames = new Frames();
    WebSocket socket = open(frames);
    for (byte b : connect(version)) {
      send(socket, new byte[] {b}, true);
    }
    assertThat(frames.next()).startsWith("20");
    byte[] ping = RawClient.PINGREQ;
    send(socket, new byte[] {ping[0]}, false);
    send(socket, new byte[] {ping[1]}, true);
    assertThat(frames.next()).isEqualTo("d000");
    socket.abort();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("MQTT-6.0.0-2")
  @Tag("MQTT311-6.0.0-2")
  void aFrameMayHoldSeveralPacketsAndTheBeginningOfAnother(ProtocolVersion version)
      throws Exception {
    Frames frames = new Frames();
    WebSocket socket = open(frames);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(connect(version));
    both.writeBytes(RawClient.PINGREQ);
    both.write(RawClient.PINGREQ[0]);
    send(socket, both.toByteArray(), true);
    assertThat(frames.next()).startsWith("20");
    assertThat(frames.next()).isEqualTo("d000");
    send(socket, new byte[] {RawClient.PINGREQ[1]}, true);
    assertThat(frames.next()).isEqualTo("d000");
    socket.abort();
  }

  @ParameterizedTest
  @EnumSource
  @Tag("MQTT-6.0.0-1")
  @Tag("MQTT311-6.0.0-1")
  void whatTheServerSendsIsBinaryAndTextEndsTheConnection(ProtocolVersion version)
      throws Exception {
    Frames frames = new Frames();
    WebSocket socket = open(frames);
    send(socket, connect(version), true);
    assertThat(frames.next()).startsWith("20");
    socket.sendText("hello", true).orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(frames.next()).isEqualTo("closed");
  }

  @Test
  @Tag("MQTT-6.0.0-4")
  @Tag("MQTT311-6.0.0-4")
  void theServerChoosesTheSubprotocolMqttWhateverElseIsOffered() {
    for (String[] offered : new String[][] {{"mqtt"}, {"chat", "mqtt"}}) {
      WebSocket socket = open(new Frames(), offered);
      assertThat(socket.getSubprotocol()).isEqualTo("mqtt");
      socket.abort();
    }
  }

  @ParameterizedTest(name = "{0} from {1} at {2}: {3}")
  @CsvSource({
    "/way/in, '', 127.0.0.1, 101",
    "/way/in?token=1, '', 127.0.0.1, 101",
    "/way/in, http://127.0.0.1:8000, 127.0.0.1:1, 101",
    "/way/in, http://localhost, localhost:1, 101",
    "/way/in, https://app.example, gateway.example, 101",
    "/way/in, http://evil.example, 127.0.0.1, 403",
    // Its name leads here, which says nothing of its owner.
    "/way/in, http://evil.example, evil.example, 403",
    "/way/in, null, 127.0.0.1, 403",
    "/mqtt, '', 127.0.0.1, 404"
  })
  void webPagesFromElsewhereStayOutside(String path, String origin, String host, String status)
      throws Exception {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(path, host)
            + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: mqtt\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 " + status);
    }
  }
}
