package dev.sluice.edge.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a start has to know of a segment that is complete, without the messages: a hundredth of its
 * size. It is only a shorter way to the same state; without it, or if it does not fit, the segment
 * itself is read.
 *
 * @param number of the segment
 * @param coveredBytes of the segment, from its beginning
 * @param lastSequence the largest number of a record in it
 * @param records in it
 * @param time of the last mark in it
 * @param entries as {@link IndexEntries} writes them
 */
record SegmentIndex(
    long number,
    int coveredBytes,
    long lastSequence,
    int records,
    Optional<TimeMark> time,
    ByteBuffer entries) {
  private static final long MAGIC = 0x534C554943454958L; // "SLUICEIX"

  /** The second one says of messages how they wait. A program of the first reads the segment. */
  private static final int VERSION = 2;

  private static final int HEADER_BYTES = 8 + 4 + 8 + 4 + 8 + 4 + 1 + 8 + 8;

  void write(Bytes out) {
    out.putLong(MAGIC);
    out.putInt(VERSION);
    out.putLong(number);
    out.putInt(coveredBytes);
    out.putLong(lastSequence);
    out.putInt(records);
    out.putBoolean(time.isPresent());
    out.putLong(time.map(TimeMark::nanos).orElse(0L));
    out.putLong(time.map(TimeMark::wallMillis).orElse(0L));
    out.putAll(entries.duplicate());
    out.putInt(checksum(out.array(), out.position()));
  }

  /** Empty when these are not the bytes of an index that this program knows how to read. */
  static Optional<SegmentIndex> read(byte[] file) {
    int end = file.length - Integer.BYTES;
    if (end < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(file);
    if (in.getLong() != MAGIC || in.getInt() > VERSION || in.getInt(end) != checksum(file, end)) {
      return Optional.empty();
    }
    long number = in.getLong();
    int coveredBytes = in.getInt();
    long lastSequence = in.getLong();
    int records = in.getInt();
    boolean timed = in.get() != 0;
    TimeMark time = new TimeMark(in.getLong(), in.getLong());
    return Optional.of(
        new SegmentIndex(
            number,
            coveredBytes,
            lastSequence,
            records,
            timed ? Optional.of(time) : Optional.empty(),
            in.limit(end).slice()));
  }

  private static int checksum(byte[] bytes, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, end);
    return (int) crc.getValue();
  }
}
