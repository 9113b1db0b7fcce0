package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The files of a spool: the last one grows, the others only go. */
final class Segments {
  private final Storage storage;
  private final Spool.Sync sync;
  private final TreeMap<Long, Segment> byNumber;
  private Optional<Storage.Appender> end = Optional.empty();
  private long safeBytes;
  private long lastNumber;

  /**
   * @param found those that an earlier process has left
   */
  Segments(Storage storage, Spool.Sync sync, NavigableMap<Long, Segment> found) {
    this.storage = storage;
    this.sync = sync;
    this.byNumber = new TreeMap<>(found);
    this.lastNumber = found.isEmpty() ? 0 : found.lastKey();
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  int count() {
    return byNumber.size();
  }

  long bytes() {
    return byNumber.values().stream().mapToLong(segment -> segment.bytes).sum();
  }

  Segment first() {
    return byNumber.firstEntry().getValue();
  }

  Optional<Segment> firstIfAny() {
    return isEmpty() ? Optional.empty() : Optional.of(first());
  }

  Segment last() {
    return byNumber.lastEntry().getValue();
  }

  Optional<Segment> after(Segment segment) {
    return Optional.ofNullable(byNumber.higherEntry(segment.number)).map(Map.Entry::getValue);
  }

  boolean holds(Segment segment) {
    return byNumber.get(segment.number) == segment;
  }

  /** The one that holds that record, if any does. */
  Optional<Segment> of(long sequence) {
    Segment found = null;
    for (Segment segment : byNumber.values()) {
      if (segment.first > sequence) {
        break;
      }
      found = segment;
    }
    return Optional.ofNullable(found);
  }

  /** Whether what is appended next begins a new one. */
  boolean isAtEnd(int segmentBytes) {
    return end.isEmpty() || last().bytes >= segmentBytes;
  }

  /** Of the last one, what was forced. */
  long safeBytes() {
    return safeBytes;
  }

  /**
   * Begins a new one, whose header says how much of the one before counts.
   *
   * @param mark its first frame, so that reading the last segment tells how far things are
   */
  void begin(long firstSequence, ByteBuffer mark) throws IOException {
    close();
    long number = lastNumber + 1;
    long previousBytes = byNumber.isEmpty() ? 0 : last().bytes;
    ByteBuffer header = new SegmentHeader(number, firstSequence, previousBytes).bytes();
    long bytes = (long) header.remaining() + mark.remaining();
    Storage.Appender appender = create(number);
    try {
      appender.append(header);
      appender.append(mark);
      // So that a header which cannot be read is a damage, and never just unfinished.
      appender.force();
    } catch (IOException e) {
      giveUp(appender);
      storage.delete(SegmentName.of(number));
      throw e;
    }
    end = Optional.of(appender);
    lastNumber = number;
    byNumber.put(number, new Segment(number, firstSequence, bytes));
    safeBytes = bytes;
  }

  /** What an earlier attempt left there holds nothing. */
  private Storage.Appender create(long number) throws IOException {
    String name = SegmentName.of(number);
    if (storage.list().contains(name)) {
      storage.delete(name);
    }
    return storage.create(name);
  }

  /** Appends without waiting for the disk. */
  void append(ByteBuffer bytes) throws IOException {
    long size = bytes.remaining();
    try {
      end.orElseThrow().append(bytes);
    } catch (IOException e) {
      giveUpEnd();
      throw e;
    }
    last().bytes += size;
  }

  /** Appends, and waits until it is as safe as it shall be. */
  void write(ByteBuffer bytes) throws IOException {
    long before = last().bytes;
    append(bytes);
    if (sync == Spool.Sync.FORCED) {
      try {
        end.orElseThrow().force();
      } catch (IOException e) {
        last().bytes = before;
        giveUpEnd();
        throw e;
      }
    }
    safeBytes = last().bytes;
  }

  /**
   * After a failed write nothing is known of the end: it is not forced again, for that may say yes
   * to bytes that are gone. It is cut to what was safe, to give its room back.
   */
  private void giveUpEnd() {
    end.ifPresent(Segments::giveUp);
    end = Optional.empty();
    last().bytes = safeBytes;
    try {
      storage.truncate(last().file(), safeBytes);
    } catch (IOException e) {
      // The next header says how far this one counts.
    }
  }

  private static void giveUp(Storage.Appender appender) {
    try {
      appender.close();
    } catch (IOException e) {
      // It is given up in any case.
    }
  }

  /** Removes the first one; one with a damage stays in the folder, under a name read no more. */
  void removeFirst() throws IOException {
    Segment gone = first();
    if (gone.damaged) {
      storage.rename(gone.file(), SegmentName.quarantined(gone.number));
    } else {
      storage.delete(gone.file());
    }
    byNumber.remove(gone.number);
  }

  /** Makes safe what was appended; the next write begins a new one. */
  void close() throws IOException {
    if (end.isEmpty()) {
      return;
    }
    try {
      end.get().force();
    } catch (IOException e) {
      // The next header must not say that what only was appended is there.
      giveUpEnd();
      throw e;
    }
    Storage.Appender appender = end.get();
    end = Optional.empty();
    appender.close();
  }
}
