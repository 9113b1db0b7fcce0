package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FirstAnswerTest {
  private static InetSocketAddress brokerThatSays(int... answer) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(
            () -> {
              try (server;
                  Socket client = server.accept()) {
                client.getInputStream().read();
                for (int octet : answer) {
                  client.getOutputStream().write(octet);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  @Test
  void isAConnAck() throws IOException {
    InetSocketAddress broker = brokerThatSays(0x20, 2, 0, 0);
    assertThatCode(() -> FirstAnswer.await(broker)).doesNotThrowAnyException();
  }

  @Test
  void isNothingElse() throws IOException {
    InetSocketAddress broker = brokerThatSays('H');
    assertThatThrownBy(() -> FirstAnswer.await(broker)).isInstanceOf(IOException.class);
  }

  @Test
  void isNotSilence() throws IOException {
    InetSocketAddress broker = brokerThatSays();
    assertThatThrownBy(() -> FirstAnswer.await(broker)).isInstanceOf(IOException.class);
  }
}
