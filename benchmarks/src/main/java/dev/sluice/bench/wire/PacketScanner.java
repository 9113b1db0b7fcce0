package dev.sluice.bench.wire;

import java.nio.ByteBuffer;

/**
 * Finds the packets in a buffer of received bytes and reads of each only what a measurement needs:
 * bodies are skipped, nothing is allocated.
 */
public final class PacketScanner {
  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final int PUBREL = 6;
  private static final int PUBCOMP = 7;
  private static final int SUBACK = 9;
  private static final int PINGRESP = 13;
  private static final int SUBACK_FAILURE = 0x80;

  private PacketScanner() {}

  /**
   * Reports every whole packet between position and limit, and leaves the position at the first
   * byte of the packet that is not complete yet.
   *
   * @throws MalformedPacketException when a length has more than four bytes
   */
  public static void scan(ByteBuffer in, Arrivals arrivals) {
    int at = in.position();
    int limit = in.limit();
    while (true) {
      int body = bodyStart(in, at, limit);
      if (body < 0) {
        break;
      }
      int end = body + remaining(in, at + 1);
      if (end > limit) {
        break;
      }
      report(in, in.get(at) & 0xFF, body, end, arrivals);
      at = end;
    }
    in.position(at);
  }

  /** Index behind the length field, or -1 while it is not complete. */
  private static int bodyStart(ByteBuffer in, int at, int limit) {
    for (int i = at + 1; i < limit; i++) {
      if (in.get(i) >= 0) {
        return i + 1;
      }
      if (i - at == VariableByteInteger.BYTES_MAX) {
        throw new MalformedPacketException("a packet length of more than four bytes");
      }
    }
    return -1;
  }

  private static int remaining(ByteBuffer in, int start) {
    int value = 0;
    int shift = 0;
    for (int i = start; ; i++) {
      byte digit = in.get(i);
      value |= (digit & 0x7F) << shift;
      if (digit >= 0) {
        return value;
      }
      shift += 7;
    }
  }

  private static void report(ByteBuffer in, int header, int body, int end, Arrivals arrivals) {
    int type = header >> 4;
    if (type == PUBLISH) {
      reportPublish(in, header, body, end, arrivals);
      return;
    }
    if (type == PINGRESP) {
      return;
    }
    if (end - body < 2) {
      arrivals.unexpected(header);
      return;
    }
    int packetId = in.getShort(body) & 0xFFFF;
    switch (type) {
      case PUBACK -> arrivals.pubAck(packetId);
      case PUBREC -> arrivals.pubRec(packetId);
      case PUBREL -> arrivals.pubRel(packetId);
      case PUBCOMP -> arrivals.pubComp(packetId);
      case CONNACK -> arrivals.connAck(in.get(body + 1) & 0xFF);
      case SUBACK -> arrivals.subAck(packetId, failures(in, body + 2, end));
      default -> arrivals.unexpected(header);
    }
  }

  private static void reportPublish(
      ByteBuffer in, int header, int body, int end, Arrivals arrivals) {
    int qos = header >> 1 & 3;
    int packetIdAt = body + 2 + (in.getShort(body) & 0xFFFF);
    int stampAt = qos == 0 ? packetIdAt : packetIdAt + 2;
    if (end - stampAt < Stamp.BYTES) {
      arrivals.unexpected(header);
      return;
    }
    arrivals.publish(
        qos,
        (header & 0x08) != 0,
        qos == 0 ? 0 : in.getShort(packetIdAt) & 0xFFFF,
        in.getInt(stampAt + Stamp.PUBLISHER),
        in.getLong(stampAt + Stamp.SEQUENCE),
        in.getLong(stampAt + Stamp.NANOS));
  }

  private static int failures(ByteBuffer in, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      if ((in.get(i) & 0xFF) == SUBACK_FAILURE) {
        count++;
      }
    }
    return count;
  }
}
