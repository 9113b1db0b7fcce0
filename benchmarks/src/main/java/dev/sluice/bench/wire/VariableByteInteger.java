package dev.sluice.bench.wire;

import java.nio.ByteBuffer;

/** MQTT's length encoding: seven bits a byte, lowest first [MQTT 2.2.3]. */
final class VariableByteInteger {
  static final int BYTES_MAX = 4;

  private VariableByteInteger() {}

  static int size(int value) {
    if (value < 1 << 7) {
      return 1;
    }
    if (value < 1 << 14) {
      return 2;
    }
    return value < 1 << 21 ? 3 : BYTES_MAX;
  }

  static void put(ByteBuffer out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }
}
