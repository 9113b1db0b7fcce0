package dev.sluice.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Finds frames in bytes, one after the other, and says where there are none. */
final class Scan {
  private final byte[] bytes;
  private final ByteBuffer in;
  private final CRC32C crc = new CRC32C();
  private int position;

  /** A frame: where it begins and ends, and its kind; its bytes are those that were scanned. */
  record Frame(byte[] bytes, int from, int end) {
    private ByteBuffer body() {
      int kind = from + Frames.PREFIX_BYTES;
      return ByteBuffer.wrap(bytes, kind + 1, end - kind - 1).slice();
    }

    boolean isMark() {
      return bytes[from + Frames.PREFIX_BYTES] == Frames.MARK;
    }

    long sequence() {
      return body().getLong();
    }

    SpoolMark mark() {
      return SpoolMark.read(body());
    }

    SpoolRecord record() {
      ByteBuffer in = body();
      long sequence = in.getLong();
      long stamp = in.getLong();
      boolean onceOnly = in.get() != 0;
      long at = in.getLong();
      long expiresAt = in.getLong();
      byte[] body = new byte[in.remaining()];
      in.get(body);
      return new SpoolRecord(sequence, new SpoolEntry(stamp, onceOnly, at, expiresAt, body));
    }
  }

  /** What stands at a position. */
  enum Found {
    FRAME,
    /** A frame could begin there that goes on behind these bytes. */
    CUT,
    /** Nothing that is one. */
    NONE
  }

  Scan(byte[] bytes, int from) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
    this.position = from;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= bytes.length;
  }

  Found here() {
    return at(position);
  }

  private Found at(int from) {
    int body = from + Frames.PREFIX_BYTES;
    if (body > bytes.length) {
      return Found.CUT;
    }
    int length = in.getInt(from + 2);
    if (in.getShort(from) != Frames.MAGIC || length < Frames.BODY_BYTES_MIN) {
      return Found.NONE;
    }
    if (length > bytes.length - body) {
      return Found.CUT;
    }
    crc.reset();
    crc.update(bytes, body, length);
    boolean sound = (int) crc.getValue() == in.getInt(from + 6) && isComplete(body, length);
    return sound ? Found.FRAME : Found.NONE;
  }

  private boolean isComplete(int body, int length) {
    return (bytes[body] == Frames.MARK && length >= Frames.MARK_BYTES)
        || (bytes[body] == Frames.RECORD && length >= Frames.RECORD_BYTES);
  }

  /** The frame that stands here, if one does; goes behind it. */
  Optional<Frame> next() {
    if (here() != Found.FRAME) {
      return Optional.empty();
    }
    int from = position;
    position = from + Frames.PREFIX_BYTES + in.getInt(from + 2);
    return Optional.of(new Frame(bytes, from, position));
  }

  /** Goes back to a frame that was just found. */
  void backTo(Frame frame) {
    position = frame.from();
  }

  /** Goes on by one byte, past something that is no frame. */
  void step() {
    position++;
  }

  int length() {
    return bytes.length;
  }
}
