package dev.sluice.edge.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment.
 *
 * @param version of the format
 * @param number of the segment
 * @param previous number of the segment before it, 0 for the first of all
 * @param previousBytes of that segment that were durable when this one was begun; what lies beyond
 *     was given up and written again here
 */
record SegmentHeader(int version, long number, long previous, long previousBytes) {
  static final int VERSION = 2;
  static final int BYTES = 40;

  private static final long MAGIC = 0x534C554943454A4CL; // "SLUICEJL"

  SegmentHeader(long number, long previous, long previousBytes) {
    this(VERSION, number, previous, previousBytes);
  }

  void write(Bytes out) {
    int from = out.position();
    out.putLong(MAGIC);
    out.putInt(version);
    out.putLong(number);
    out.putLong(previous);
    out.putLong(previousBytes);
    out.putInt(checksum(out.array(), from));
  }

  /** Empty when these are not the first bytes of a segment. */
  static Optional<SegmentHeader> read(byte[] segment) {
    if (segment.length < BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(segment);
    boolean ours = in.getLong() == MAGIC;
    SegmentHeader header = new SegmentHeader(in.getInt(), in.getLong(), in.getLong(), in.getLong());
    // A newer version may sum up differently: that it is newer is all that has to be known.
    boolean whole = header.version() > VERSION || in.getInt() == checksum(segment, 0);
    return ours && whole ? Optional.of(header) : Optional.empty();
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
