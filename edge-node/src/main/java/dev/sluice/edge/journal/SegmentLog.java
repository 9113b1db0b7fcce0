package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.SortedSet;

/**
 * The log itself: batches of records in segments, the oldest of which is cleaned away.
 *
 * <p>Cleaning writes again, at the end, what lives and was last written as a whole in the oldest
 * segment, and deletes that segment when this is durable. Repeating what is so changes nothing, so
 * a crash at any point of it leaves the same state. It begins when more than half of the log is
 * dead, so no byte is written much more than twice. Owned by one thread.
 */
final class SegmentLog {
  /**
   * @param durability what a batch waits for
   * @param bytesMax of all segments; beyond it the log says that it is full
   * @param segmentBytes after which a new segment is begun
   */
  record Settings(SyncPolicy durability, long bytesMax, int segmentBytes) {}

  /** Of one message beside its bytes, in the broker and here; measured. */
  private static final long MESSAGE_HEAP_BYTES = 800;

  private final Settings settings;
  private final DurableState state;
  private final LogCounters counters = new LogCounters();
  private final Segments segments;
  private final Frames frames = new Frames();
  private long durableSequence;

  private SegmentLog(Storage storage, Settings settings, DurableState state) {
    this.settings = settings;
    this.state = state;
    this.segments = new Segments(storage, settings.durability(), settings.segmentBytes(), counters);
    this.durableSequence = state.lastSequence();
  }

  /**
   * Goes on where the log ends: cuts a torn end off and puts damaged segments aside.
   *
   * @throws IOException when it cannot be repaired
   */
  static SegmentLog open(Storage storage, Settings settings, Recovery.Result found, TimeMark now)
      throws IOException {
    SegmentLog log = new SegmentLog(storage, settings, found.state());
    log.repair(found, now);
    return log;
  }

  private void repair(Recovery.Result found, TimeMark now) throws IOException {
    segments.adopt(found.numbers());
    if (segments.count() > 0 && !found.damaged().contains(segments.last())) {
      segments.cutLast(found.lastBytes());
    }
    if (!found.damaged().isEmpty()) {
      setAside(found.damaged(), now);
    }
  }

  /** Everything that was read up to the last damaged segment is written again; then they can go. */
  private void setAside(SortedSet<Long> damaged, TimeMark now) throws IOException {
    repeat(damaged.last(), now);
    for (long number : segments.upTo(damaged.last())) {
      if (damaged.contains(number)) {
        segments.setAside(number);
      } else {
        segments.delete(number);
      }
    }
  }

  DurableState state() {
    return state;
  }

  LogCounters counters() {
    return counters;
  }

  /** The number of the latest record that would survive. */
  long durableSequence() {
    return durableSequence;
  }

  long bytesOnDisk() {
    return segments.bytes();
  }

  int segmentCount() {
    return segments.count();
  }

  /** What the broker and this log hold in memory for it, roughly. */
  long heapBytes() {
    return state.liveBytes() + MESSAGE_HEAP_BYTES * state.messageCount();
  }

  boolean isFull() {
    return bytesOnDisk() > settings.bytesMax();
  }

  /**
   * Writes the batch and waits until it is safe. After an error the batch may or may not be there:
   * appended again, it does no harm.
   */
  void append(List<Effect.Append> batch, TimeMark now) throws IOException {
    frames.clear();
    frames.mark(durableSequence, now);
    int[] bytes = new int[batch.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = frames.add(batch.get(i).sequence(), batch.get(i).record());
    }
    segments.write(frames.out());
    for (int i = 0; i < bytes.length; i++) {
      state.apply(batch.get(i).sequence(), batch.get(i).record(), segments.last(), bytes[i]);
      counters.appendedBytes += bytes[i];
    }
    counters.appendedRecords += bytes.length;
    counters.batches++;
    durableSequence = state.lastSequence();
  }

  /** Only the time. */
  void mark(TimeMark now) throws IOException {
    frames.clear();
    frames.mark(durableSequence, now);
    segments.write(frames.out());
  }

  /** Cleans the oldest segment away if enough of the log is dead; whether it did. */
  boolean clean(TimeMark now) throws IOException {
    if (segments.count() < 2 || !isWorthCleaning()) {
      return false;
    }
    long oldest = segments.oldest();
    repeat(oldest, now);
    segments.delete(oldest);
    counters.segmentsCleaned++;
    return true;
  }

  private boolean isWorthCleaning() {
    long total = bytesOnDisk();
    long live = state.liveBytes();
    boolean tight = total > settings.bytesMax() / 4 * 3;
    long slack = 2L * settings.segmentBytes();
    return total > slack + (tight ? live + live / 4 : 2 * live);
  }

  private void repeat(long place, TimeMark now) throws IOException {
    List<DurableRecord> records = state.placedUpTo(place);
    frames.clear();
    frames.mark(durableSequence, now);
    int[] bytes = new int[records.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = frames.repeat(durableSequence, records.get(i));
    }
    if (segments.last() <= place) {
      segments.begin();
    }
    segments.write(frames.out());
    for (int i = 0; i < bytes.length; i++) {
      state.apply(durableSequence, records.get(i), segments.last(), bytes[i]);
      counters.repeatedBytes += bytes[i];
    }
  }

  /** Makes safe what was appended, and stops. */
  void close() throws IOException {
    segments.close();
  }
}
