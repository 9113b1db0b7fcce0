package dev.sluice.edge.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written, in network byte order; grows, and is used again. */
final class Bytes {
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private byte[] array = new byte[4096];
  private ByteBuffer buffer = ByteBuffer.wrap(array);

  int position() {
    return buffer.position();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int written = buffer.position();
      array = Arrays.copyOf(array, Math.max(array.length * 2, written + bytes));
      buffer = ByteBuffer.wrap(array).position(written);
    }
    return buffer;
  }

  void putByte(int value) {
    room(1).put((byte) value);
  }

  void putShort(int value) {
    room(2).putShort((short) value);
  }

  void putInt(int value) {
    room(4).putInt(value);
  }

  void putLong(long value) {
    room(8).putLong(value);
  }

  void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  /** Seven bits a byte, the lowest first. */
  void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      putByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    putByte((int) rest);
  }

  /** Short for values near to zero, on either side. */
  void putSignedVarint(long value) {
    putVarint(value << 1 ^ value >> 63);
  }

  void putAll(ByteBuffer bytes) {
    room(bytes.remaining()).put(bytes);
  }

  /** With its length before it. */
  void putBytes(byte[] bytes) {
    putInt(bytes.length);
    room(bytes.length).put(bytes);
  }

  void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes into what was written before. */
  void setInt(int position, int value) {
    buffer.putInt(position, value);
  }

  byte[] array() {
    return array;
  }

  /** All that was written; valid until the next write. */
  ByteBuffer written() {
    return buffer.duplicate().flip();
  }

  void clear() {
    buffer.clear();
    if (array.length > KEPT_BYTES_MAX) {
      array = new byte[4096];
      buffer = ByteBuffer.wrap(array);
    }
  }
}
