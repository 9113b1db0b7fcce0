package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out where a spool ends, and repairs the end. Of all segments but the last only the headers
 * are read: damage in them is met, and told, when they are read.
 */
final class Recovery {
  /** What a segment without record may have: a header, and a mark that was being written. */
  private static final int EMPTY_BYTES_MAX = SegmentHeader.BYTES + 4096;

  /**
   * @param mark how far things were, empty for a new spool
   * @param lastSequence 0 for a new spool
   * @param losses one line each
   * @param endLost whether more numbers may have been given than are known
   */
  record Result(
      NavigableMap<Long, Segment> segments,
      Optional<SpoolMark> mark,
      long lastSequence,
      List<String> losses,
      boolean endLost) {}

  private final Storage storage;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final List<String> losses = new ArrayList<>();
  private boolean endLost;

  private Recovery(Storage storage) {
    this.storage = storage;
  }

  /**
   * @throws SpoolException when a newer program wrote it; nothing was touched then
   */
  static Result run(Storage storage) throws SpoolException, IOException {
    return new Recovery(storage).run();
  }

  private Result run() throws SpoolException, IOException {
    NavigableMap<Long, Optional<SegmentHeader>> headers = headers();
    refuseNewerVersions(headers);
    for (long number : headers.keySet()) {
      adopt(number, headers);
    }
    Optional<Tail> tail = tail();
    long last = tail.map(Tail::lastSequence).orElse(0L);
    return new Result(segments, tail.map(Tail::mark), last, List.copyOf(losses), endLost);
  }

  private NavigableMap<Long, Optional<SegmentHeader>> headers() throws IOException {
    TreeMap<Long, Optional<SegmentHeader>> headers = new TreeMap<>();
    for (String name : storage.list()) {
      SegmentName.numberOf(name).ifPresent(number -> headers.put(number, header(name)));
    }
    return headers;
  }

  private Optional<SegmentHeader> header(String name) {
    try {
      return SegmentHeader.read(storage.read(name, 0, SegmentHeader.BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Before anything else is judged: what a newer program wrote is not ours to repair. */
  private static void refuseNewerVersions(NavigableMap<Long, Optional<SegmentHeader>> headers)
      throws SpoolException {
    for (Optional<SegmentHeader> header : headers.values()) {
      if (header.isPresent() && header.get().version() > SegmentHeader.VERSION) {
        throw new SpoolException(
            "%s has format version %d, and this program knows up to %d: use the program that wrote it, or another folder"
                .formatted(
                    SegmentName.of(header.get().number()),
                    header.get().version(),
                    SegmentHeader.VERSION));
      }
    }
  }

  private void adopt(long number, NavigableMap<Long, Optional<SegmentHeader>> headers)
      throws IOException {
    Optional<SegmentHeader> header = headers.get(number);
    boolean isLast = number == headers.lastKey();
    if (header.isEmpty()) {
      discard(number, isLast);
      return;
    }
    long size = storage.size(SegmentName.of(number));
    Segment segment = new Segment(number, header.get().first(), size);
    Optional<SegmentHeader> next = headers.getOrDefault(number + 1, Optional.empty());
    if (next.isPresent()) {
      long counts = next.get().previousBytes();
      if (size < counts) {
        lose(
            segment,
            "ends %d bytes early, though the disk had said that it has them"
                .formatted(counts - size));
      }
      segment.bytes = Math.min(size, counts);
    }
    segments.put(number, segment);
  }

  /** No segment, or the beginning of one that was never finished. */
  private void discard(long number, boolean isLast) throws IOException {
    String name = SegmentName.of(number);
    if (isLast && storage.size(name) <= EMPTY_BYTES_MAX && !holdsRecord(name)) {
      storage.delete(name);
      return;
    }
    losses.add(name + " cannot be read");
    endLost |= isLast;
    storage.rename(name, SegmentName.quarantined(number));
  }

  /** Then its beginning was there too, and has rotted. */
  private boolean holdsRecord(String name) throws IOException {
    Scan scan = new Scan(storage.read(name, 0, EMPTY_BYTES_MAX), SegmentHeader.BYTES);
    while (!scan.atEnd()) {
      Optional<Scan.Frame> frame = scan.next();
      if (frame.isEmpty()) {
        scan.step();
      } else if (!frame.get().isMark()) {
        return true;
      }
    }
    return false;
  }

  private void lose(Segment segment, String what) {
    segment.damaged = true;
    losses.add(segment.file() + " " + what);
  }

  /** What the last segment says. One without a mark holds nothing, for the mark comes first. */
  private Optional<Tail> tail() throws IOException {
    while (!segments.isEmpty()) {
      Segment last = segments.lastEntry().getValue();
      Tail tail = Tail.read(storage, last);
      if (tail.hasMark()) {
        repair(last, tail);
        return Optional.of(tail);
      }
      segments.remove(last.number);
      discard(last.number, true);
    }
    return Optional.empty();
  }

  private void repair(Segment last, Tail tail) throws IOException {
    if (tail.lossAt().isPresent()) {
      lose(last, "cannot be read at " + tail.lossAt().getAsLong());
    } else if (tail.soundBytes() < last.bytes) {
      storage.truncate(last.file(), tail.soundBytes());
      last.bytes = tail.soundBytes();
    }
  }
}
