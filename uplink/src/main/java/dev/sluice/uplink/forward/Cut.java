package dev.sluice.uplink.forward;

import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Piece;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A batch that is too large for one envelope, on its way piece by piece. */
final class Cut {
  private final long base;
  final long first;
  final long last;
  final int sum;
  private final byte[] block;
  private int offset;

  Cut(long base, long first, long last, byte[] block) {
    this.base = base;
    this.first = first;
    this.last = last;
    this.block = block;
    this.sum = sumOf(block);
  }

  /** What tells one block from another of the same numbers. */
  static int sumOf(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, block.length);
    return (int) crc.getValue();
  }

  /** Goes on there, at least: what comes before has arrived. */
  void from(int arrived) {
    // The last byte is sent in any case, so that its envelope tells where the batch ends.
    offset = Math.max(offset, Math.min(arrived, block.length - 1));
  }

  int offset() {
    return offset;
  }

  boolean isSent() {
    return offset == block.length;
  }

  Piece next(LinkId link, LaneName lane, int bytesMax) {
    int end = Math.min(block.length, offset + bytesMax);
    byte[] bytes = Arrays.copyOfRange(block, offset, end);
    Piece piece = new Piece(link, lane, base, first, last, sum, block.length, offset, bytes);
    offset = end;
    return piece;
  }
}
