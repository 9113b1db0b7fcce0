package dev.sluice.edge.journal;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** The files of the log: the last one grows, the others only go. */
final class Segments {
  private final Storage storage;
  private final SyncPolicy durability;
  private final int bytesMax;
  private final LogCounters counters;
  private final IndexFiles indexes;
  private final TreeMap<Long, Long> sizes = new TreeMap<>();
  private Optional<Storage.Appender> end = Optional.empty();
  private long endNumber;
  private long forcedBytes;
  private int givenUp;

  /**
   * @param bytesMax after which a new one is begun
   */
  Segments(Storage storage, SyncPolicy durability, int bytesMax, LogCounters counters) {
    this.storage = storage;
    this.durability = durability;
    this.bytesMax = bytesMax;
    this.counters = counters;
    this.indexes = new IndexFiles(storage);
  }

  /** Those that an earlier process has left. */
  void adopt(SortedSet<Long> numbers) throws IOException {
    indexes.adopt(numbers);
    for (long number : numbers) {
      sizes.put(number, sizeOf(number));
      endNumber = number;
    }
  }

  private long sizeOf(long number) {
    try {
      return storage.size(SegmentName.of(number));
    } catch (IOException e) {
      return 0;
    }
  }

  int count() {
    return sizes.size();
  }

  long bytes() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  long oldest() {
    return sizes.firstKey();
  }

  /** The one that was written to last. */
  long last() {
    return endNumber;
  }

  List<Long> upTo(long number) {
    return List.copyOf(sizes.headMap(number, true).keySet());
  }

  void delete(long number) throws IOException {
    storage.delete(SegmentName.of(number));
    sizes.remove(number);
    indexes.delete(number);
  }

  /**
   * Gives the oldest complete segment without index one, when those without are many.
   *
   * @param bytesMax of complete segments without one
   */
  void index(long bytesMax) {
    long without = 0;
    long oldest = 0;
    for (Map.Entry<Long, Long> segment :
        sizes.headMap(endNumber, false).descendingMap().entrySet()) {
      if (indexes.has(segment.getKey())) {
        break;
      }
      without += segment.getValue();
      oldest = segment.getKey();
    }
    if (without > bytesMax) {
      indexes.make(oldest, sizes.get(oldest).intValue());
    }
  }

  /** Keeps the file under a name that is read no more. */
  void setAside(long number) throws IOException {
    String name = SegmentName.of(number);
    storage.rename(name, SegmentName.quarantined(name));
    sizes.remove(number);
    indexes.delete(number);
  }

  /**
   * Cuts the last one. Without any record it goes: a node that restarts often piles up no files.
   */
  void cutLast(long bytes) throws IOException {
    if (bytes <= SegmentHeader.BYTES) {
      dropLast();
    } else if (bytes < sizes.get(endNumber)) {
      truncateLast(bytes);
    }
  }

  private void dropLast() throws IOException {
    delete(endNumber);
    endNumber = sizes.isEmpty() ? 0 : sizes.lastKey();
  }

  private void truncateLast(long bytes) throws IOException {
    storage.truncate(SegmentName.of(endNumber), bytes);
    sizes.put(endNumber, bytes);
  }

  /** Begins a new one if the last has had its share, or cannot be trusted. */
  void makeReady() throws IOException {
    if (end.isEmpty() || sizes.get(endNumber) >= bytesMax) {
      begin();
    }
  }

  /** Waits until all that was written is as safe as it shall be. */
  void makeSafe() throws IOException {
    if (!isForced()) {
      force(end.orElseThrow());
      counters.forces++;
    }
  }

  /** Of the last one: what is beyond was only given to the operating system. */
  long forcedBytes() {
    return forcedBytes;
  }

  /** Whether all that was written is as safe as it shall be. */
  boolean isForced() {
    return end.isEmpty() || forcedBytes == sizes.get(endNumber);
  }

  /** How often the end was given up, and with it what was not safe. */
  int givenUp() {
    return givenUp;
  }

  /**
   * Writes at the end, after {@link #makeReady}, and waits until it is as safe as it shall be.
   *
   * @param needsDisk whether the operating system alone is not safe enough
   * @return where in the last segment the bytes begin
   */
  int write(Bytes bytes, boolean needsDisk) throws IOException {
    try {
      Storage.Appender appender = end.orElseThrow();
      appender.append(bytes.written());
      if (needsDisk && durability == SyncPolicy.FSYNC) {
        appender.force();
        counters.forces++;
      }
      long position = sizes.get(endNumber);
      sizes.put(endNumber, position + bytes.position());
      if (needsDisk || durability != SyncPolicy.FSYNC) {
        forcedBytes = sizes.get(endNumber);
      }
      return (int) position;
    } catch (IOException e) {
      giveUpEnd();
      throw e;
    }
  }

  /** Begins a new one, whose header says how much of the one before is safe. */
  void begin() throws IOException {
    close();
    long number = endNumber + 1;
    Bytes header = new Bytes();
    new SegmentHeader(number, endNumber, sizes.getOrDefault(endNumber, 0L)).write(header);
    Storage.Appender appender = create(number);
    try {
      appender.append(header.written());
      // So that a header which cannot be read is a damage, and never just unfinished.
      appender.force();
    } catch (IOException e) {
      giveUp(appender);
      storage.delete(SegmentName.of(number));
      throw e;
    }
    end = Optional.of(appender);
    endNumber = number;
    sizes.put(number, (long) SegmentHeader.BYTES);
    forcedBytes = SegmentHeader.BYTES;
  }

  /** What an earlier attempt left there holds nothing. */
  private Storage.Appender create(long number) throws IOException {
    String name = SegmentName.of(number);
    if (storage.list().contains(name)) {
      storage.delete(name);
    }
    return storage.create(name);
  }

  /**
   * After a failed write nothing is known of the end: it is not forced again, for that may say yes
   * to bytes that are gone. It is cut to what was safe, to give its room back.
   */
  private void giveUpEnd() {
    end.ifPresent(Segments::giveUp);
    end = Optional.empty();
    cutGivenUp();
  }

  private void cutGivenUp() {
    givenUp++;
    long safe = forcedBytes;
    sizes.put(endNumber, safe);
    try {
      if (safe > SegmentHeader.BYTES) {
        truncateLast(safe);
      } else {
        dropLast();
      }
    } catch (IOException e) {
      // The next header says how far this one counts.
      counters.cutsFailed++;
    }
  }

  private static void giveUp(Storage.Appender appender) {
    try {
      appender.close();
    } catch (IOException e) {
      // It is given up in any case.
    }
  }

  private void force(Storage.Appender appender) throws IOException {
    try {
      appender.force();
      forcedBytes = sizes.get(endNumber);
    } catch (IOException e) {
      giveUp(appender);
      end = Optional.empty();
      cutGivenUp();
      throw e;
    }
  }

  /** Makes safe what was written. */
  void close() throws IOException {
    if (end.isEmpty()) {
      return;
    }
    Storage.Appender appender = end.get();
    end = Optional.empty();
    if (durability != SyncPolicy.FSYNC || forcedBytes < sizes.get(endNumber)) {
      force(appender);
    }
    appender.close();
  }
}
