package dev.sluice.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The packets of a client that are no hot path, as bytes ready to send. */
public final class ControlPackets {
  private static final int CONNECT = 0x10;
  private static final int SUBSCRIBE = 0x82;
  private static final byte[] PROTOCOL = "MQTT".getBytes(StandardCharsets.US_ASCII);
  private static final int PROTOCOL_LEVEL = 4;
  private static final int CLEAN_SESSION = 0x02;

  private ControlPackets() {}

  /**
   * CONNECT with a clean session and no credentials.
   *
   * @param keepAliveSeconds 0 = none
   */
  public static byte[] connect(String clientId, int keepAliveSeconds) {
    return connect(clientId, keepAliveSeconds, CLEAN_SESSION);
  }

  /** As {@link #connect}, with a session that outlives the connection. */
  public static byte[] connectToLast(String clientId, int keepAliveSeconds) {
    return connect(clientId, keepAliveSeconds, 0);
  }

  private static byte[] connect(String clientId, int keepAliveSeconds, int flags) {
    byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer packet = head(CONNECT, 2 + PROTOCOL.length + 4 + 2 + id.length);
    putString(packet, PROTOCOL);
    packet.put((byte) PROTOCOL_LEVEL).put((byte) flags).putShort((short) keepAliveSeconds);
    putString(packet, id);
    return bytes(packet);
  }

  /** SUBSCRIBE with one Packet Identifier for all filters, each asking for the same QoS. */
  public static byte[] subscribe(int packetId, List<String> filters, int qos) {
    List<byte[]> encoded =
        filters.stream().map(filter -> filter.getBytes(StandardCharsets.UTF_8)).toList();
    int body = 2 + encoded.stream().mapToInt(filter -> 2 + filter.length + 1).sum();
    ByteBuffer packet = head(SUBSCRIBE, body);
    packet.putShort((short) packetId);
    for (byte[] filter : encoded) {
      putString(packet, filter);
      packet.put((byte) qos);
    }
    return bytes(packet);
  }

  private static ByteBuffer head(int header, int remaining) {
    ByteBuffer packet = ByteBuffer.allocate(1 + VariableByteInteger.size(remaining) + remaining);
    packet.put((byte) header);
    VariableByteInteger.put(packet, remaining);
    return packet;
  }

  private static byte[] bytes(ByteBuffer packet) {
    byte[] bytes = new byte[packet.flip().remaining()];
    packet.get(bytes);
    return bytes;
  }

  private static void putString(ByteBuffer packet, byte[] utf8) {
    packet.putShort((short) utf8.length).put(utf8);
  }
}
