package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
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

  /** A start reads so many complete segments, and the last one. */
  private static final int SEGMENTS_WITHOUT_INDEX = 3;

  private final Settings settings;
  private final DurableState state;
  private final LogCounters counters = new LogCounters();
  private final Losses losses;
  private final Segments segments;
  private final Repeating repeating;
  private final MessageReader messages;
  private final Written batch = new Written();
  private final Unforced unforced = new Unforced();
  private long durableSequence;

  private SegmentLog(Storage storage, Settings settings, Recovery.Result found) {
    this.settings = settings;
    this.state = found.state();
    this.losses = new Losses(found.report().losses());
    this.segments = new Segments(storage, settings.durability(), settings.segmentBytes(), counters);
    this.repeating = new Repeating(storage, segments, state, counters, losses);
    this.messages = new MessageReader(storage, state, losses);
    this.durableSequence = state.lastSequence();
  }

  /**
   * Goes on where the log ends: cuts a torn end off and puts damaged segments aside.
   *
   * @throws IOException when it cannot be repaired
   */
  static SegmentLog open(Storage storage, Settings settings, Recovery.Result found, TimeMark now)
      throws IOException {
    SegmentLog log = new SegmentLog(storage, settings, found);
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
    repeating.run(damaged.last(), now);
    segments.makeSafe();
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

  MessageReader messages() {
    return messages;
  }

  LogCounters counters() {
    return counters;
  }

  /** One line for each thing that is missing, found when it was opened or since. */
  List<String> losses() {
    return losses.lines();
  }

  /** Records up to that number were there, though the log may not have them any more. */
  void reached(long sequence) {
    state.reached(sequence);
    durableSequence = Math.max(durableSequence, sequence);
  }

  /** Whether all that the state knows of is in the files: a write that failed may have cut some. */
  boolean isWhole() {
    return unforced.ifLost(segments).isEmpty();
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

  /** What it holds in memory of what it keeps, roughly. */
  long heapBytes() {
    return state.heapBytes();
  }

  boolean isFull() {
    return bytesOnDisk() > settings.bytesMax();
  }

  /**
   * Writes the batch and waits until it is safe. After an error the batch may or may not be there:
   * appended again, it does no harm.
   */
  void append(List<Effect.Append> appends, TimeMark now) throws IOException {
    write(appends, now);
    counters.appendedRecords += appends.size();
    counters.batches++;
  }

  private void write(List<Effect.Append> appends, TimeMark now) throws IOException {
    batch.begin(durableSequence, now, segments);
    unforced.ifLost(segments).forEach(batch::add);
    appends.forEach(batch::add);
    if (appends.isEmpty() || unforced.isMuch()) {
      batch.needDisk();
    }
    counters.appendedBytes += batch.writeTo(segments, state);
    unforced.written(appends, segments);
    durableSequence = state.lastSequence();
  }

  /** Only the time. */
  void mark(TimeMark now) throws IOException {
    write(List.of(), now);
  }

  /** Cleans the oldest segment away if enough of the log is dead; whether it did. */
  boolean clean(TimeMark now) throws IOException {
    if (segments.count() < 2 || !isWorthCleaning()) {
      return false;
    }
    cleanOldest(now);
    return true;
  }

  /** Cleans the oldest segment away, whether that is worth it or not. */
  void cleanOldest(TimeMark now) throws IOException {
    long oldest = segments.oldest();
    boolean whole = repeating.run(oldest, now);
    // What is dead by a record that could still be lost must not go before that record is safe.
    segments.makeSafe();
    if (whole) {
      segments.delete(oldest);
    } else {
      segments.setAside(oldest);
    }
    counters.segmentsCleaned++;
  }

  /** Gives a segment that stays an index, so that the next start need not read it. */
  void index() {
    segments.index((long) SEGMENTS_WITHOUT_INDEX * settings.segmentBytes());
  }

  /** Whether going through all of it would give a segment back. */
  boolean hasGarbage() {
    return segments.count() > 1 && bytesOnDisk() - state.liveBytes() > settings.segmentBytes();
  }

  private boolean isWorthCleaning() {
    long total = bytesOnDisk();
    long live = state.liveBytes();
    boolean tight = total > settings.bytesMax() / 4 * 3;
    long slack = 2L * settings.segmentBytes();
    return total > slack + (tight ? live + live / 4 : 2 * live);
  }

  /** Makes safe what was appended, and stops. */
  void close() throws IOException {
    segments.close();
  }
}
