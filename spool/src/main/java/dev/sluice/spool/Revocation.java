package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Takes back what the giver does not remember. Entries that are to come once only are given to the
 * spool first and remembered by the giver afterwards, and count when both is so. A crash may come
 * between the two; then they are the last in the spool, not settled, and stamped with numbers
 * beyond the giver's last.
 */
final class Revocation {
  private final Storage storage;
  private final NavigableMap<Long, Segment> segments;

  Revocation(Storage storage, NavigableMap<Long, Segment> segments) {
    this.storage = storage;
    this.segments = segments;
  }

  /** Where the first of them begins. */
  private record Place(Segment segment, long position, long sequence) {}

  /**
   * @param settled last sequence number that is not looked at
   * @param reached the giver's last number
   * @return the last sequence number that stays, when something was taken back
   */
  Optional<Long> run(long settled, long reached) throws IOException {
    boolean once = false;
    Optional<Place> first = Optional.empty();
    for (Segment segment : from(settled + 1)) {
      Scan scan = scan(segment);
      while (!scan.atEnd()) {
        Optional<Scan.Frame> frame = scan.next();
        if (frame.isEmpty()) {
          scan.step();
        } else if (isBeyond(frame.get(), settled, reached)) {
          SpoolRecord record = frame.get().record();
          once |= record.entry().onceOnly();
          if (first.isEmpty()) {
            first = Optional.of(new Place(segment, frame.get().from(), record.sequence()));
          }
        }
      }
    }
    if (!once) {
      return Optional.empty();
    }
    cut(first.orElseThrow());
    return first.map(place -> place.sequence() - 1);
  }

  private static boolean isBeyond(Scan.Frame frame, long settled, long reached) {
    return !frame.isMark()
        && frame.sequence() > settled
        && frame.record().entry().stamp() > reached;
  }

  private List<Segment> from(long sequence) {
    Segment holder = null;
    for (Segment segment : segments.values()) {
      if (segment.first <= sequence) {
        holder = segment;
      }
    }
    return holder == null
        ? List.copyOf(segments.values())
        : List.copyOf(segments.tailMap(holder.number, true).values());
  }

  private Scan scan(Segment segment) throws IOException {
    byte[] bytes = storage.read(segment.file(), 0, (int) segment.bytes);
    return new Scan(bytes, SegmentHeader.BYTES);
  }

  /** From the end, so that a crash in the middle leaves a shorter end to begin with. */
  private void cut(Place place) throws IOException {
    while (segments.lastKey() > place.segment().number) {
      storage.delete(segments.lastEntry().getValue().file());
      segments.pollLastEntry();
    }
    storage.truncate(place.segment().file(), place.position());
    place.segment().bytes = place.position();
  }
}
