package dev.sluice.edge.mqtt;

import static dev.sluice.edge.mqtt.RawClient.connect311;
import static dev.sluice.edge.mqtt.RawClient.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.Identity;
import dev.sluice.edge.mqtt.Doorkeeper.Answer;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anybody can connect and send up to what a CONNECT may be; there is an end to what that holds. */
class UnansweredClientsIT {
  private static final int LARGE = 60_000;
  private static final int FIT = RunningBroker.UNANSWERED_BYTES_MAX / LARGE;
  private static final Answer WELCOME = new Answer.Admitted(Identity.LOCAL, Optional.empty());

  private final BlockingQueue<Consumer<Answer>> asked = new LinkedBlockingQueue<>();
  private final List<RawClient> clients = new ArrayList<>();
  private RunningBroker broker;

  @BeforeEach
  void start() throws Exception {
    Doorkeeper keeper = (arrival, answer) -> asked.add(answer);
    Door.WebSocket webSocket = new Door.WebSocket("/mqtt", Set.of());
    broker =
        RunningBroker.start(
            new Door(0, keeper, Optional.empty(), Optional.empty()),
            new Door(1, keeper, Optional.empty(), Optional.of(webSocket)));
  }

  @AfterEach
  void stop() throws IOException {
    leave();
    broker.close();
  }

  private RawClient connect(byte[] connect) throws IOException {
    RawClient client = new RawClient(broker.port());
    clients.add(client);
    return client.send(connect);
  }

  private void leave() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    clients.clear();
    for (int door = 0; door < 2; door++) {
      int each = door;
      await().until(() -> broker.listenerStats(each).connectionsOpen() == 0);
    }
  }

  /** With a Will of that size. */
  private static byte[] large(int number) {
    byte[] id = String.format("c%05d", number).getBytes(StandardCharsets.US_ASCII);
    byte[] will = RawClient.string("x".repeat(LARGE));
    byte[] body = new byte[10 + 2 + id.length + 3 + will.length];
    byte[] head = hex("00044d515454 04 06 003c 0006");
    System.arraycopy(head, 0, body, 0, head.length);
    System.arraycopy(id, 0, body, head.length, id.length);
    System.arraycopy(hex("000174"), 0, body, head.length + id.length, 3);
    System.arraycopy(will, 0, body, head.length + id.length + 3, will.length);
    return RawClient.frame(0x10, body);
  }

  private Consumer<Answer> question() throws InterruptedException {
    return asked.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void whoComesWhileTooMuchWaitsIsTurnedAway() throws Exception {
    for (int i = 0; i < FIT; i++) {
      connect(large(i));
    }
    await().until(() -> asked.size() == FIT);
    assertThat(connect(large(FIT)).read()).isEqualTo("20020003");
    assertThat(broker.listenerStats().turnedAway()).isEqualTo(1);

    // One that is answered makes room for one.
    question().accept(WELCOME);
    await().until(() -> broker.brokerStats().sessions() == 1);
    RawClient next = connect(large(FIT + 1));
    for (int i = 0; i < FIT; i++) {
      question().accept(WELCOME);
    }
    assertThat(next.read()).isEqualTo("20020000");
  }

  @Test
  void whoHasLeftCountsUntilHisQuestionIsAnswered() throws Exception {
    for (int i = 0; i < FIT; i++) {
      connect(large(i));
    }
    await().until(() -> asked.size() == FIT);
    leave();
    assertThat(connect(large(FIT)).read()).isEqualTo("20020003");
    for (int i = 0; i < FIT; i++) {
      question().accept(WELCOME);
    }

    RawClient late = connect(large(FIT));
    question().accept(WELCOME);
    assertThat(late.read()).isEqualTo("20020000");
  }

  @Test
  void framesThatDoNotEndAreBoundToo() throws Exception {
    byte[] request =
        """
        GET /mqtt HTTP/1.1
        Host: 127.0.0.1
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: mqtt

        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    // The head of a binary frame of 1,000,000 bytes, of which one is missing.
    byte[] frame = Arrays.copyOf(hex("82 ff 00000000000f4240 00000000"), 14 + 999_999);
    int most = RunningBroker.UNANSWERED_BYTES_MAX / 1_000_000;
    for (int i = 0; i < 3 * most; i++) {
      RawClient client = new RawClient(broker.port(1));
      clients.add(client);
      client.send(request);
      assertThat(readHead(client)).startsWith("HTTP/1.1 101");
      try {
        client.send(frame);
      } catch (SocketException closedMeanwhile) {
        // It was one too many.
      }
    }
    await().until(() -> broker.listenerStats(1).turnedAway() >= 3 * most - most - 1);
    leave();
    assertThat(broker.listenerStats(1).connectionsOpen()).isZero();
  }

  private static String readHead(RawClient client) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) client.socket().getInputStream().read());
    }
    return head.toString();
  }

  @Test
  void connectsThatDoNotEndAreBoundToo() throws Exception {
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    int many = 4 * FIT;
    for (int i = 0; i < many; i++) {
      byte[] whole = large(i);
      try {
        connect(Arrays.copyOf(whole, whole.length - 1));
      } catch (SocketException closedMeanwhile) {
        // It was one too many.
      }
    }
    await().until(() -> broker.listenerStats().turnedAway() >= many - FIT - 1);
    assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
        .isLessThan(4L * RunningBroker.UNANSWERED_BYTES_MAX);
    leave();

    RawClient good = connect(connect311("good"));
    question().accept(WELCOME);
    assertThat(good.read()).isEqualTo("20020000");
  }
}
