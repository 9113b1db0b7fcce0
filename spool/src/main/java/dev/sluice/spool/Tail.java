package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the last segment says of the whole spool.
 *
 * <p>A hole in it is one of two things. Bytes that had been forced and are gone are a loss; a later
 * mark tells, for it says how many bytes were safe before it. Any other hole was being written when
 * the process ended, and nothing in it or behind it had been promised.
 */
final class Tail {
  private Optional<SpoolMark> mark = Optional.empty();
  private long lastSequence;
  private OptionalLong holeAt = OptionalLong.empty();
  private OptionalLong lossAt = OptionalLong.empty();
  private long soundBytes;

  private Tail(long nextSequence) {
    this.lastSequence = nextSequence - 1;
  }

  static Tail read(Storage storage, Segment last) throws IOException {
    byte[] bytes = storage.read(last.file(), 0, (int) last.bytes);
    Tail tail = new Tail(last.first);
    tail.findLoss(bytes);
    tail.follow(bytes);
    return tail;
  }

  /** Looks for a mark that was written when bytes were safe which are a hole now. */
  private void findLoss(byte[] bytes) {
    Scan scan = new Scan(bytes, SegmentHeader.BYTES);
    while (!scan.atEnd()) {
      Optional<Scan.Frame> frame = scan.next();
      if (frame.isEmpty()) {
        if (holeAt.isEmpty()) {
          holeAt = OptionalLong.of(scan.position());
        }
        scan.step();
      } else if (holeAt.isPresent()
          && frame.get().isMark()
          && frame.get().mark().safeBytes() > holeAt.getAsLong()) {
        lossAt = holeAt;
      }
    }
    soundBytes = lossAt.isPresent() ? bytes.length : holeAt.orElse(bytes.length);
  }

  private void follow(byte[] bytes) {
    Scan scan = new Scan(bytes, SegmentHeader.BYTES);
    while (scan.position() < soundBytes) {
      Optional<Scan.Frame> frame = scan.next();
      if (frame.isEmpty()) {
        scan.step();
      } else if (frame.get().isMark()) {
        mark = Optional.of(frame.get().mark());
      } else {
        SpoolRecord record = frame.get().record();
        lastSequence = Math.max(lastSequence, record.sequence());
        mark = mark.map(known -> known.after(record));
      }
    }
  }

  boolean hasMark() {
    return mark.isPresent();
  }

  /** The latest, with the stamp of the latest record. */
  SpoolMark mark() {
    return mark.orElseThrow();
  }

  long lastSequence() {
    return lastSequence;
  }

  /** Where something is missing that was safe. */
  OptionalLong lossAt() {
    return lossAt;
  }

  /** Bytes that count; what lies behind was never finished. */
  long soundBytes() {
    return soundBytes;
  }
}
