package dev.sluice.bench.check;

import java.util.TreeMap;

/**
 * The messages of one publisher as one subscriber sees them: which sequence comes next, and which
 * were skipped and may still come.
 */
public final class Stream {
  /** Skipped sequences: first of a range to the last. Empty unless the broker fails. */
  private final TreeMap<Long, Long> skipped = new TreeMap<>();

  private long next;
  private long received;
  private long duplicates;
  private long reordered;

  /**
   * Notes one arrival.
   *
   * @param sequence counted from 0 by the publisher
   * @return sequences newly accounted for: 1 in order, more when some were skipped, 0 for one that
   *     came late or twice
   */
  public long arrived(long sequence) {
    received++;
    if (sequence == next) {
      next++;
      return 1;
    }
    if (sequence < next) {
      lateOrTwice(sequence);
      return 0;
    }
    skipped.put(next, sequence - 1);
    long accounted = sequence + 1 - next;
    next = sequence + 1;
    return accounted;
  }

  private void lateOrTwice(long sequence) {
    var range = skipped.floorEntry(sequence);
    if (range == null || range.getValue() < sequence) {
      duplicates++;
      return;
    }
    reordered++;
    skipped.remove(range.getKey());
    if (range.getKey() < sequence) {
      skipped.put(range.getKey(), sequence - 1);
    }
    if (sequence < range.getValue()) {
      skipped.put(sequence + 1, range.getValue());
    }
  }

  /**
   * What has become of the stream.
   *
   * @param sent sequences that the publisher has sent
   */
  public Deliveries deliveries(long sent) {
    long missing = 0;
    for (var range : skipped.entrySet()) {
      missing += range.getValue() - range.getKey() + 1;
    }
    long tail = Math.max(0, sent - next);
    long unsent = Math.max(0, next - sent);
    return new Deliveries(sent, received, missing + tail, duplicates, reordered, unsent);
  }
}
