package dev.sluice.edge.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written, in network byte order; grows, and is used again. */
final class Bytes {
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private ByteBuffer buffer = ByteBuffer.allocate(4096);

  int position() {
    return buffer.position();
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
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
    return buffer.array();
  }

  /** All that was written; valid until the next write. */
  ByteBuffer written() {
    return buffer.duplicate().flip();
  }

  void clear() {
    buffer.clear();
    if (buffer.capacity() > KEPT_BYTES_MAX) {
      buffer = ByteBuffer.allocate(4096);
    }
  }
}
