package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;

/** Reads the Remaining Length of one client's packets. */
final class RemainingLength {
  /** Its bytes have not all come. */
  static final int UNKNOWN = -1;

  private static final int BYTES_MAX = 4;
  private static final int DIGIT_BITS = 7;
  private static final int DIGIT = (1 << DIGIT_BITS) - 1;

  private boolean shortestForm;
  private int bytes;

  /** MQTT 5 wants lengths in their shortest form [MQTT-1.5.5-1]; 3.1.1 does not say. */
  void requireShortestForm(boolean required) {
    shortestForm = required;
  }

  /** How many bytes the last one had that was known. */
  int bytes() {
    return bytes;
  }

  /**
   * The Remaining Length that begins there, or {@link #UNKNOWN}.
   *
   * @param packetBytesMax the largest packet, all of it
   */
  int read(ByteBuf in, int first, int packetBytesMax) throws MalformedPacketException {
    int length = 0;
    for (int i = 0; i < BYTES_MAX; i++) {
      if (first + i >= in.writerIndex()) {
        return UNKNOWN;
      }
      int digit = in.getByte(first + i);
      length |= (digit & DIGIT) << (DIGIT_BITS * i);
      if (digit >= 0) {
        bytes = i + 1;
        requireAcceptable(length, packetBytesMax);
        return length;
      }
    }
    throw new MalformedPacketException(Malformation.REMAINING_LENGTH);
  }

  /**
   * Bytes to the end of the packet that begins there, or to know its length: at least one.
   *
   * @param begun the beginning of a packet whose length was acceptable as far as it has come
   */
  int missing(ByteBuf begun) {
    int header = begun.readerIndex();
    int length = 0;
    for (int i = 0; header + 1 + i < begun.writerIndex(); i++) {
      int digit = begun.getByte(header + 1 + i);
      length |= (digit & DIGIT) << (DIGIT_BITS * i);
      if (digit >= 0) {
        return Math.max(1, 2 + i + length - begun.readableBytes());
      }
    }
    return 1;
  }

  private void requireAcceptable(int length, int packetBytesMax) throws MalformedPacketException {
    if (shortestForm && VariableByteInteger.size(length) != bytes) {
      throw new MalformedPacketException(Malformation.REMAINING_LENGTH);
    }
    if (1 + bytes + length > packetBytesMax) {
      throw new MalformedPacketException(Malformation.PACKET_TOO_LARGE); // [MQTT-3.2.2-15]
    }
  }
}
