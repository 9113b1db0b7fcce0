package dev.sluice.edge.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A socket that sends whatever bytes it is told and reads packets one by one. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  RawClient(int port) throws IOException {
    this(port, new Socket());
  }

  private RawClient(int port, Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
  }

  /** A client whose peer soon notices that it does not read: little fits into the kernel. */
  static RawClient withSmallWindow(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4 << 10);
    return new RawClient(port, socket);
  }

  /** Sends the packets in one write. */
  RawClient send(byte[]... packets) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      all.writeBytes(packet);
    }
    socket.getOutputStream().write(all.toByteArray());
    return this;
  }

  /** The next packet in hexadecimal. */
  String read() throws IOException {
    int header = in.readUnsignedByte();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(header);
    int remaining = 0;
    int digit;
    int shift = 0;
    do {
      digit = in.readUnsignedByte();
      packet.write(digit);
      remaining |= (digit & 127) << shift;
      shift += 7;
    } while (digit > 127);
    packet.writeBytes(in.readNBytes(remaining));
    return HexFormat.of().formatHex(packet.toByteArray());
  }

  /** Whether the server has closed and there is nothing left to read. */
  boolean isClosedByServer() throws IOException {
    try {
      in.readUnsignedByte();
      return false;
    } catch (EOFException closed) {
      return true;
    }
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  // Packets by name.

  static byte[] hex(String packet) {
    return HexFormat.of().parseHex(packet.replace(" ", ""));
  }

  static byte[] connect311(String clientId) {
    return packet(0x10, "00044d515454 04 02 003c", string(clientId));
  }

  static byte[] connect5(String clientId) {
    return connect5(clientId, "");
  }

  static byte[] connect5(String clientId, String properties) {
    byte[] encoded = hex(properties);
    String length = HexFormat.of().toHexDigits((byte) encoded.length);
    return packet(0x10, "00044d515454 05 02 003c" + length + properties, string(clientId));
  }

  static byte[] subscribe311(int packetId, String filter, int qos) {
    return packet(0x82, id(packetId), string(filter), hex("0" + qos));
  }

  static byte[] publish311(String topic, String payload) {
    return packet(0x30, "", string(topic), payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] publish5(String topic, String properties, String payload) {
    String length = HexFormat.of().toHexDigits((byte) hex(properties).length);
    return packet(
        0x30,
        "",
        string(topic),
        hex(length + properties),
        payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] publishQos1(int packetId, String topic, byte[] payload) {
    return packet(0x32, "", string(topic), hex(id(packetId)), payload);
  }

  static final byte[] DISCONNECT = hex("e000");
  static final byte[] PINGREQ = hex("c000");

  static byte[] string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    byte[] encoded = new byte[2 + bytes.length];
    encoded[0] = (byte) (bytes.length >> 8);
    encoded[1] = (byte) bytes.length;
    System.arraycopy(bytes, 0, encoded, 2, bytes.length);
    return encoded;
  }

  private static String id(int packetId) {
    return HexFormat.of().toHexDigits((short) packetId);
  }

  private static byte[] packet(int header, String start, byte[]... rest) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(hex(start));
    for (byte[] part : rest) {
      body.writeBytes(part);
    }
    return frame(header, body.toByteArray());
  }

  /** Fixed header and body. */
  static byte[] frame(int header, byte[] body) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(header);
    int length = body.length;
    while (length > 127) {
      packet.write((length & 127) | 128);
      length >>= 7;
    }
    packet.write(length);
    packet.writeBytes(body);
    return packet.toByteArray();
  }
}
