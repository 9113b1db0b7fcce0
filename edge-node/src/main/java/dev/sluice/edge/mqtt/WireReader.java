package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of one packet in order (section 1.5); whatever is not exactly as the
 * specification has it is refused. The buffer's own reader index is not moved.
 */
final class WireReader {
  private static final int VARIABLE_BYTES_MAX = 4;

  private final ByteBuf in;
  private final int end;
  private int index;

  /**
   * @param begin index of the first field
   * @param end index behind the last
   */
  WireReader(ByteBuf in, int begin, int end) {
    this.in = in;
    this.index = begin;
    this.end = end;
  }

  int remaining() {
    return end - index;
  }

  boolean isAtEnd() {
    return index == end;
  }

  void requireEnd() throws MalformedPacketException {
    if (index != end) {
      throw new MalformedPacketException(Malformation.TRAILING_BYTES);
    }
  }

  private int take(int bytes) throws MalformedPacketException {
    if (bytes > end - index) {
      throw new MalformedPacketException(Malformation.TRUNCATED);
    }
    int at = index;
    index += bytes;
    return at;
  }

  int unsignedByte() throws MalformedPacketException {
    return in.getUnsignedByte(take(1));
  }

  int twoBytes() throws MalformedPacketException {
    return in.getUnsignedShort(take(2));
  }

  long fourBytes() throws MalformedPacketException {
    return in.getUnsignedInt(take(4));
  }

  /** [MQTT-1.5.5-1]: at most four bytes, and no more than it takes. */
  int variableByteInteger() throws MalformedPacketException {
    int value = 0;
    for (int i = 0; i < VARIABLE_BYTES_MAX; i++) {
      int digit = unsignedByte();
      value |= (digit & 0x7F) << (7 * i);
      if (digit < 0x80) {
        if (VariableByteInteger.size(value) != i + 1) {
          break;
        }
        return value;
      }
    }
    throw new MalformedPacketException(Malformation.VARIABLE_BYTE_INTEGER);
  }

  /** [MQTT-2.2.1-3]: never 0. */
  int packetIdentifier() throws MalformedPacketException {
    int packetId = twoBytes();
    if (packetId == 0) {
      throw new MalformedPacketException(Malformation.PACKET_IDENTIFIER);
    }
    return packetId;
  }

  /**
   * A UTF-8 string: well formed, which excludes surrogates and overlong forms [MQTT-1.5.4-1], and
   * without U+0000 [MQTT-1.5.4-2]. A byte order mark is a character like any other [MQTT-1.5.4-3].
   */
  String string() throws MalformedPacketException {
    int length = twoBytes();
    int at = take(length);
    boolean wellFormed =
        ByteBufUtil.isText(in, at, length, StandardCharsets.UTF_8)
            && in.indexOf(at, at + length, (byte) 0) < 0;
    if (!wellFormed) {
      throw new MalformedPacketException(Malformation.UTF8);
    }
    return in.toString(at, length, StandardCharsets.UTF_8);
  }

  /** Binary data with its length in front. */
  Payload binary() throws MalformedPacketException {
    return bytes(twoBytes());
  }

  /** All that is left. */
  Payload rest() throws MalformedPacketException {
    return bytes(remaining());
  }

  private Payload bytes(int length) throws MalformedPacketException {
    int at = take(length);
    byte[] bytes = new byte[length];
    in.getBytes(at, bytes);
    return Payload.of(bytes);
  }

  /** The next bytes as a packet of their own. */
  WireReader part(int bytes) throws MalformedPacketException {
    int at = take(bytes);
    return new WireReader(in, at, at + bytes);
  }
}
