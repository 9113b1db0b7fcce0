package dev.sluice.edge.mqtt;

import io.netty.buffer.ByteBuf;

/** The variable-length integer of MQTT: seven bits per byte, at most four bytes [MQTT-1.5.5]. */
final class VariableByteInteger {
  static final int MAX = 268_435_455;

  private VariableByteInteger() {}

  /** Bytes that {@link #write} takes. */
  static int size(int value) {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("not a Variable Byte Integer: " + value);
    }
    return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;
  }

  static void write(int value, ByteBuf out) {
    int rest = value;
    while (rest >= 128) {
      out.writeByte((rest & 127) | 128);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }
}
