package dev.sluice.edge.journal;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The indexes beside the segments. A segment gets one when it is complete and likely to stay: what
 * is consumed as it comes is cleaned away before that.
 */
final class IndexFiles {
  private final Storage storage;
  private final TreeSet<Long> numbers = new TreeSet<>();

  IndexFiles(Storage storage) {
    this.storage = storage;
  }

  /** Those that are there; what belongs to no segment goes. */
  void adopt(SortedSet<Long> segments) throws IOException {
    for (String name : storage.list()) {
      if (IndexName.numberOf(name).isPresent()) {
        long number = IndexName.numberOf(name).getAsLong();
        numbers.add(number);
        if (!segments.contains(number)) {
          delete(number);
        }
      }
    }
  }

  boolean has(long number) {
    return numbers.contains(number);
  }

  void delete(long number) throws IOException {
    if (numbers.remove(number) && storage.list().contains(IndexName.of(number))) {
      storage.delete(IndexName.of(number));
    }
  }

  /**
   * Writes the index of a complete segment. That one cannot be made is no failure: a start then
   * reads more.
   *
   * @param coveredBytes of the segment
   */
  void make(long number, int coveredBytes) {
    numbers.add(number);
    try {
      byte[] segment = storage.read(SegmentName.of(number));
      SegmentReader.Content content = SegmentReader.read(segment, coveredBytes);
      if (content.holes().isEmpty()) {
        write(index(number, coveredBytes, content));
      }
    } catch (IOException | RuntimeException e) {
      // Not tried again in this life; a torn one does not pass its checksum.
    }
  }

  private static SegmentIndex index(long number, int coveredBytes, SegmentReader.Content content) {
    Bytes entries = new Bytes();
    IndexEntries writer = new IndexEntries(entries);
    long lastSequence = 0;
    int records = 0;
    Optional<TimeMark> time = Optional.empty();
    for (Frame frame : content.frames()) {
      lastSequence = Math.max(lastSequence, frame.sequence());
      if (frame.isMark()) {
        time = Optional.of(frame.time());
      } else {
        writer.add(frame);
        records++;
      }
    }
    return new SegmentIndex(number, coveredBytes, lastSequence, records, time, entries.written());
  }

  private void write(SegmentIndex index) throws IOException {
    Bytes bytes = new Bytes();
    index.write(bytes);
    String name = IndexName.of(index.number());
    if (storage.list().contains(name)) {
      storage.delete(name);
    }
    try (Storage.Appender file = storage.create(name)) {
      file.append(bytes.written());
      file.force();
    }
  }
}
