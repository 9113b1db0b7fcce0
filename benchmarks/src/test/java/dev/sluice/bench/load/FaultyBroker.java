package dev.sluice.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker for one publisher and one subscriber that can be told to make mistakes. It forwards
 * packets as they are, which is all that the generator can see.
 */
final class FaultyBroker implements AutoCloseable {
  /** What it does wrong, each once, with the hundredth message. */
  enum Fault {
    NONE,
    LOSE,
    REPEAT,
    SWAP,
    FORGET_AN_ACK,
    SWALLOW_EVERYTHING,
    HANG_UP,
    REFUSE_CONNECT,
    REFUSE_SUBSCRIPTION
  }

  private static final int AT = 100;
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;
  private static final int FLAGS_AT = 9;
  private static final int CLEAN_SESSION = 0x02;
  private static final int CLIENT_ID_AT = 14;

  private final Fault fault;
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> connects = new CopyOnWriteArrayList<>();
  private volatile OutputStream subscriber;
  private int published;
  private byte[] heldBack = {};

  FaultyBroker(Fault fault) throws IOException {
    this.fault = fault;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Who has connected, each with "clean" or "lasting". */
  List<String> connects() {
    return connects;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "faulty-broker");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket) {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        answer(packet(in), socket);
      }
    } catch (EOFException e) {
      // The client has gone.
    } catch (IOException e) {
      // Closed by the test or by a fault.
    }
  }

  private static byte[] packet(DataInputStream in) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(in.readUnsignedByte());
    int remaining = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      packet.write(digit);
      remaining |= (digit & 0x7F) << shift;
      shift += 7;
    } while (digit >= 0x80);
    packet.writeBytes(in.readNBytes(remaining));
    return packet.toByteArray();
  }

  private void answer(byte[] packet, Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    switch ((packet[0] & 0xFF) >> 4) {
      case CONNECT -> {
        connects.add(connectOf(packet));
        out.write(new byte[] {0x20, 2, 0, refuse(Fault.REFUSE_CONNECT, 5)});
      }
      case SUBSCRIBE -> {
        subscriber = out;
        byte code = refuse(Fault.REFUSE_SUBSCRIPTION, 0x80);
        out.write(new byte[] {(byte) 0x90, 3, packet[2], packet[3], code});
      }
      case PUBLISH -> publish(packet, socket);
      default -> {
        // The subscriber's acknowledgements are not looked at.
      }
    }
  }

  private static String connectOf(byte[] packet) {
    String id = new String(packet, CLIENT_ID_AT, packet.length - CLIENT_ID_AT, UTF_8);
    return id + ((packet[FLAGS_AT] & CLEAN_SESSION) != 0 ? " clean" : " lasting");
  }

  private byte refuse(Fault when, int code) {
    return fault == when ? (byte) code : 0;
  }

  private void publish(byte[] packet, Socket socket) throws IOException {
    published++;
    boolean now = published == AT;
    if ((packet[0] & 0x06) != 0 && !(now && fault == Fault.FORGET_AN_ACK)) {
      int id = 4 + ((packet[2] << 8) | (packet[3] & 0xFF));
      socket.getOutputStream().write(new byte[] {0x40, 2, packet[id], packet[id + 1]});
    }
    if (fault == Fault.HANG_UP && now) {
      socket.close();
      return;
    }
    for (byte[] copy : copies(packet, now)) {
      subscriber.write(copy);
    }
  }

  private List<byte[]> copies(byte[] packet, boolean now) {
    List<byte[]> copies = new ArrayList<>();
    boolean swallowed =
        (now && fault == Fault.LOSE) || (published >= AT && fault == Fault.SWALLOW_EVERYTHING);
    if (now && fault == Fault.SWAP) {
      heldBack = packet;
      return copies;
    }
    if (!swallowed) {
      copies.add(packet);
    }
    if (now && fault == Fault.REPEAT) {
      copies.add(packet);
    }
    if (heldBack.length > 0) {
      copies.add(heldBack);
      heldBack = new byte[0];
    }
    return copies;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
