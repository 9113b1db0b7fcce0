package dev.sluice.cloud;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hears one CONNECT on each connection, gives the answer that the test says, and closes. */
final class KnockedBroker implements AutoCloseable {
  private static final int LEVEL_AT = 6;
  private static final int LEVEL_OF_5 = 5;

  private final ServerSocket server;
  private final String older;
  private final String newer;
  private final List<byte[]> heard = new CopyOnWriteArrayList<>();

  /**
   * @param older the answer to MQTT 3.1.1, hexadecimal
   * @param newer that to MQTT 5
   */
  KnockedBroker(String older, String newer) throws IOException {
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.older = older;
    this.newer = newer;
    Thread thread = new Thread(this::serve, "knocked broker");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte[] head = {in.readByte(), in.readByte()};
        byte[] more = head[1] < 0 ? new byte[] {in.readByte()} : new byte[0];
        int length = (head[1] & 0x7f) + (more.length > 0 ? more[0] << 7 : 0);
        byte[] rest = in.readNBytes(length);
        heard.add(concat(head, more, rest));
        String answer = rest[LEVEL_AT] == LEVEL_OF_5 ? newer : older;
        client.getOutputStream().write(ByteBufUtil.decodeHexDump(answer));
        client.shutdownOutput();
        // What comes behind it is the visitor's goodbye, or nothing.
        in.readAllBytes();
      } catch (IOException e) {
        // A visitor that has gone; or the test has ended.
      }
    }
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  int port() {
    return server.getLocalPort();
  }

  /** The packets, whole. */
  List<byte[]> heard() {
    return List.copyOf(heard);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
