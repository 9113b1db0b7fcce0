package dev.sluice.spool;

/** One file of a spool, as it is known. */
final class Segment {
  final long number;

  /** Sequence number of its first record, or of the next if it has none. */
  final long first;

  /** Bytes that count. */
  long bytes;

  /** Something in it cannot be read: it is kept aside when it is done with. */
  boolean damaged;

  Segment(long number, long first, long bytes) {
    this.number = number;
    this.first = first;
    this.bytes = bytes;
  }

  String file() {
    return SegmentName.of(number);
  }
}
