package dev.sluice.bench;

import dev.sluice.bench.wire.ControlPackets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One client that connects and waits for its CONNACK. */
final class FirstAnswer {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int CONNACK = 0x20;

  private FirstAnswer() {}

  /**
   * @throws IOException when something else comes, or nothing
   */
  static void await(InetSocketAddress broker) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(broker, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(ControlPackets.connect("first", 0));
      int head = socket.getInputStream().read();
      if (head != CONNACK) {
        throw new IOException("no CONNACK but " + head);
      }
    }
  }
}
