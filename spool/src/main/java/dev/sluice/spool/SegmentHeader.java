package dev.sluice.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment.
 *
 * @param version of the format; the rest of a newer one is not understood
 * @param number of the segment
 * @param first sequence number of the first record in it, or the next if there is none
 * @param previousBytes how many bytes of the segment before count
 */
record SegmentHeader(int version, long number, long first, long previousBytes) {
  static final int VERSION = 1;
  static final int BYTES = 40;

  private static final long MAGIC = 0x534C_5350_4F4F_4C0AL; // "SLSPOOL\n"
  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

  SegmentHeader(long number, long first, long previousBytes) {
    this(VERSION, number, first, previousBytes);
  }

  ByteBuffer bytes() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(version).putLong(number).putLong(first).putLong(previousBytes);
    out.putInt(checksum(out.array()));
    return out.flip();
  }

  /** Empty when these bytes begin no segment. */
  static Optional<SegmentHeader> read(byte[] bytes) {
    if (bytes.length < BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong() != MAGIC || in.getInt(CHECKED_BYTES) != checksum(bytes)) {
      return Optional.empty();
    }
    return Optional.of(new SegmentHeader(in.getInt(), in.getLong(), in.getLong(), in.getLong()));
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
