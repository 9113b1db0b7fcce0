package dev.sluice.sim.device;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A broker that is no part of Sluice, in a process on a free port of loopback. */
public interface ExternalBroker extends AutoCloseable {
  int port();

  /** As kill -9 does it, and started again. */
  void killAndStart() throws IOException;

  @Override
  void close();

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
