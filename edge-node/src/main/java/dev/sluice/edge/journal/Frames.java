package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableRecord;
import java.util.zip.CRC32C;

/**
 * Frames being gathered for one write: mark, length and CRC32C, then the sequence number and the
 * record. A frame that repeats what is known is marked as such: its number is no new one.
 */
final class Frames {
  /** Begins each frame, so that reading can find its way again behind a damage. */
  static final short MAGIC = 0x5C4A;

  /** Mark, length, checksum. */
  static final int PREFIX_BYTES = 10;

  /** Sequence number and type. */
  static final int BODY_BYTES_MIN = 9;

  static final int REPEATED = 0x80;

  private final Bytes out = new Bytes();
  private final RecordWriter records = new RecordWriter(out);
  private final CRC32C crc = new CRC32C();

  Bytes out() {
    return out;
  }

  void clear() {
    out.clear();
  }

  /**
   * @return bytes of the frame
   */
  int add(long sequence, DurableRecord record) {
    int from = begin(sequence);
    records.write(record);
    return end(from);
  }

  int repeat(long sequence, DurableRecord record) {
    int from = begin(sequence);
    int type = out.position();
    records.write(record);
    out.array()[type] |= (byte) REPEATED;
    return end(from);
  }

  /**
   * @param durable number of the latest record that was durable before this
   * @param forcedBytes of this segment: so far nothing can be missing for a crash
   */
  void mark(long durable, TimeMark time, long forcedBytes) {
    int from = begin(durable);
    out.putByte(RecordType.MARK.code() | REPEATED);
    out.putLong(time.nanos());
    out.putLong(time.wallMillis());
    out.putLong(forcedBytes);
    end(from);
  }

  private int begin(long sequence) {
    int from = out.position();
    out.putShort(MAGIC);
    out.putInt(0);
    out.putInt(0);
    out.putLong(sequence);
    return from;
  }

  private int end(int from) {
    int body = from + PREFIX_BYTES;
    int bodyBytes = out.position() - body;
    out.setInt(from + 2, bodyBytes);
    crc.reset();
    crc.update(out.array(), body, bodyBytes);
    out.setInt(from + 6, (int) crc.getValue());
    return PREFIX_BYTES + bodyBytes;
  }
}
