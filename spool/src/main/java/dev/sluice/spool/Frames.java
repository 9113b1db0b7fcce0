package dev.sluice.spool;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Frames being gathered for one write, in network byte order: magic, length and CRC32C of the body,
 * then the body, which begins with its kind.
 */
final class Frames {
  /** Begins each frame, so that reading can find its way again behind a damage. */
  static final short MAGIC = 0x5C50;

  /** Magic, length, checksum. */
  static final int PREFIX_BYTES = 10;

  static final byte RECORD = 1;
  static final byte MARK = 2;

  /** Kind, sequence, stamp, flag, two times. */
  static final int RECORD_BYTES = 1 + 8 + 8 + 1 + 8 + 8;

  /** Kind, four numbers. */
  static final int MARK_BYTES = 1 + 4 * 8;

  static final int BODY_BYTES_MIN = Math.min(RECORD_BYTES, MARK_BYTES);

  private static final int KEPT_BYTES_MAX = 1 << 20;
  private static final int FIRST_BYTES = 4096;

  private final CRC32C crc = new CRC32C();
  private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES);

  /** Bytes of an entry's frame. */
  static int bytesOf(SpoolEntry entry) {
    return PREFIX_BYTES + RECORD_BYTES + entry.body().length;
  }

  void record(long sequence, SpoolEntry entry) {
    int from = begin(RECORD_BYTES + entry.body().length);
    out.put(RECORD).putLong(sequence).putLong(entry.stamp());
    out.put((byte) (entry.onceOnly() ? 1 : 0));
    out.putLong(entry.atNanos()).putLong(entry.expiresAtNanos()).put(entry.body());
    end(from);
  }

  void mark(SpoolMark mark) {
    int from = begin(MARK_BYTES + mark.note().bytes().length);
    out.put(MARK).putLong(mark.released()).putLong(mark.settled()).putLong(mark.safeBytes());
    out.putLong(mark.note().stamp()).put(mark.note().bytes());
    end(from);
  }

  private int begin(int bodyBytes) {
    int bytes = PREFIX_BYTES + bodyBytes;
    if (out.remaining() < bytes) {
      int size = Math.max(out.capacity() * 2, out.position() + bytes);
      out = ByteBuffer.allocate(size).put(out.flip());
    }
    int from = out.position();
    out.putShort(MAGIC).putInt(bodyBytes).putInt(0);
    return from;
  }

  private void end(int from) {
    int body = from + PREFIX_BYTES;
    crc.reset();
    crc.update(out.array(), body, out.position() - body);
    out.putInt(from + PREFIX_BYTES - Integer.BYTES, (int) crc.getValue());
  }

  int size() {
    return out.position();
  }

  /** All that was gathered; valid until the next frame. */
  ByteBuffer bytes() {
    return out.duplicate().flip();
  }

  void clear() {
    out.clear();
    if (out.capacity() > KEPT_BYTES_MAX) {
      out = ByteBuffer.allocate(FIRST_BYTES);
    }
  }
}
