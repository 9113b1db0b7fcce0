package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.edge.journal.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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

  private final Storage storage;
  private final Settings settings;
  private final DurableState state;
  private final LogCounters counters = new LogCounters();
  private final TreeMap<Long, Long> segments = new TreeMap<>();
  private final Frames frames = new Frames();
  private Optional<Storage.Appender> end = Optional.empty();
  private long endNumber;
  private long durableSequence;

  private SegmentLog(Storage storage, Settings settings, Recovery.Result found) {
    this.storage = storage;
    this.settings = settings;
    this.state = found.state();
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
    for (long number : found.numbers()) {
      segments.put(number, size(number));
      endNumber = number;
    }
    if (!segments.isEmpty() && !found.damaged().contains(endNumber)) {
      cutEnd(found.lastBytes());
    }
    if (!found.damaged().isEmpty()) {
      setAside(found, now);
    }
  }

  private long size(long number) {
    try {
      return storage.size(SegmentName.of(number));
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * A last segment without any record is not kept: a node that restarts often would pile them up.
   */
  private void cutEnd(long bytes) throws IOException {
    String name = SegmentName.of(endNumber);
    if (bytes <= SegmentHeader.BYTES) {
      storage.delete(name);
      segments.remove(endNumber);
      endNumber = segments.isEmpty() ? 0 : segments.lastKey();
    } else if (bytes < segments.get(endNumber)) {
      storage.truncate(name, bytes);
      segments.put(endNumber, bytes);
    }
  }

  /** Everything that was read up to the last damaged segment is written again; then they can go. */
  private void setAside(Recovery.Result found, TimeMark now) throws IOException {
    long last = found.damaged().last();
    endNumber = Math.max(endNumber, last);
    repeat(last, now);
    for (long number : List.copyOf(segments.headMap(last, true).keySet())) {
      String name = SegmentName.of(number);
      if (found.damaged().contains(number)) {
        storage.rename(name, SegmentName.quarantined(name));
      } else {
        storage.delete(name);
      }
      segments.remove(number);
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
    return segments.values().stream().mapToLong(Long::longValue).sum();
  }

  int segmentCount() {
    return segments.size();
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
    write();
    for (int i = 0; i < bytes.length; i++) {
      state.apply(batch.get(i).sequence(), batch.get(i).record(), endNumber, bytes[i]);
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
    write();
  }

  /** Cleans the oldest segment away if enough of the log is dead; whether it did. */
  boolean clean(TimeMark now) throws IOException {
    if (segments.size() < 2 || !isWorthCleaning()) {
      return false;
    }
    long oldest = segments.firstKey();
    repeat(oldest, now);
    storage.delete(SegmentName.of(oldest));
    segments.remove(oldest);
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
    if (endNumber <= place) {
      roll();
    }
    write();
    for (int i = 0; i < bytes.length; i++) {
      state.apply(durableSequence, records.get(i), endNumber, bytes[i]);
      counters.repeatedBytes += bytes[i];
    }
  }

  /** Writes what has been gathered, and forces it. */
  private void write() throws IOException {
    if (end.isEmpty() || segments.get(endNumber) >= settings.segmentBytes()) {
      roll();
    }
    Storage.Appender appender = end.orElseThrow();
    try {
      long bytes = frames.out().position();
      appender.append(frames.out().written());
      force(appender);
      segments.merge(endNumber, bytes, Long::sum);
    } catch (IOException e) {
      giveUpEnd();
      throw e;
    }
  }

  private void force(Storage.Appender appender) throws IOException {
    if (settings.durability() == SyncPolicy.FSYNC) {
      appender.force();
      counters.forces++;
    }
  }

  /** Begins a new segment; the one before is safe as far as its size is known. */
  private void roll() throws IOException {
    if (end.isPresent()) {
      closeEnd();
    }
    long number = endNumber + 1;
    long previousBytes = segments.getOrDefault(endNumber, 0L);
    Bytes header = new Bytes();
    new SegmentHeader(number, endNumber, previousBytes).write(header);
    Storage.Appender appender = create(number);
    try {
      appender.append(header.written());
      // So that a header which cannot be read is a damage, and never just unfinished.
      appender.force();
      end = Optional.of(appender);
      endNumber = number;
      segments.put(number, (long) SegmentHeader.BYTES);
    } catch (IOException e) {
      close(appender);
      storage.delete(SegmentName.of(number));
      throw e;
    }
  }

  /** What an earlier attempt left there holds nothing. */
  private Storage.Appender create(long number) throws IOException {
    String name = SegmentName.of(number);
    if (storage.list().contains(name)) {
      storage.delete(name);
    }
    return storage.create(name);
  }

  private void closeEnd() throws IOException {
    Storage.Appender appender = end.orElseThrow();
    end = Optional.empty();
    if (settings.durability() != SyncPolicy.FSYNC) {
      appender.force();
    }
    appender.close();
  }

  /**
   * After a failed write nothing is known of the segment's end: it is not forced again, for that
   * may say yes to bytes that are gone. It is cut to what was safe, to give its room back.
   */
  private void giveUpEnd() {
    end.ifPresent(SegmentLog::close);
    end = Optional.empty();
    long safe = segments.get(endNumber);
    try {
      if (safe > SegmentHeader.BYTES) {
        storage.truncate(SegmentName.of(endNumber), safe);
      } else {
        storage.delete(SegmentName.of(endNumber));
        segments.remove(endNumber);
        endNumber = segments.isEmpty() ? endNumber : segments.lastKey();
      }
    } catch (IOException e) {
      // The next header says how far this segment counts.
      counters.cutsFailed++;
    }
  }

  private static void close(Storage.Appender appender) {
    try {
      appender.close();
    } catch (IOException e) {
      // It is given up in any case.
    }
  }

  /** Makes safe what was appended, and stops. */
  void close() throws IOException {
    if (end.isPresent()) {
      closeEnd();
    }
  }
}
