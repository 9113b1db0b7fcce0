package dev.sluice.spool;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads records in order, a piece of a file at a time; goes on where it stopped, or seeks. */
final class Cursor {
  private static final int PIECE_BYTES_MIN = 64 << 10;

  private final Storage storage;
  private final Segments segments;
  private Optional<Segment> segment = Optional.empty();
  private long position;
  private long next;
  private Scan piece = new Scan(new byte[0], 0);
  private long pieceAt;
  private int pieceBytes = PIECE_BYTES_MIN;

  // Damage is met again when the cursor goes back, and counts once.
  private long judgedUpTo;
  private long lost;

  Cursor(Storage storage, Segments segments, long judgedUpTo) {
    this.storage = storage;
    this.segments = segments;
    this.judgedUpTo = judgedUpTo;
  }

  /** Records that could not be read. */
  long lost() {
    return lost;
  }

  /**
   * @param bytesMax of their frames; one record comes whatever its size
   */
  SpoolBatch read(long from, long upTo, int bytesMax) throws IOException {
    seek(from);
    List<SpoolRecord> records = new ArrayList<>();
    int bytes = 0;
    while (next <= upTo && bytes < bytesMax) {
      Optional<Scan.Frame> found = nextRecord();
      if (found.isEmpty() || found.get().sequence() > upTo) {
        found.ifPresent(this::goBack);
        miss(upTo);
      } else if (found.get().sequence() >= next) {
        Scan.Frame frame = found.get();
        int size = frame.end() - frame.from();
        if (bytes > 0 && bytes + size > bytesMax) {
          goBack(frame);
          break;
        }
        miss(frame.sequence() - 1);
        records.add(frame.record());
        next = frame.sequence() + 1;
        judgedUpTo = Math.max(judgedUpTo, frame.sequence());
        bytes += size;
      }
    }
    return new SpoolBatch(from, next - 1, records);
  }

  /** Records up to that one should have come, and did not. */
  private void miss(long upTo) {
    if (upTo > judgedUpTo) {
      lost += upTo - Math.max(judgedUpTo, next - 1);
      judgedUpTo = upTo;
    }
    next = Math.max(next, upTo + 1);
  }

  private void seek(long from) {
    boolean there = segment.isPresent() && segments.holds(segment.get());
    if (from == next && there) {
      return;
    }
    next = from;
    segment = segments.of(from).or(segments::firstIfAny);
    rewind(SegmentHeader.BYTES);
  }

  private void rewind(long to) {
    position = to;
    piece = new Scan(new byte[0], 0);
    pieceAt = to;
  }

  private void goBack(Scan.Frame frame) {
    piece.backTo(frame);
    position = pieceAt + piece.position();
  }

  /** Empty when there is none behind the cursor. */
  private Optional<Scan.Frame> nextRecord() throws IOException {
    while (segment.isPresent()) {
      Optional<Scan.Frame> frame = nextFrame(segment.get());
      if (frame.isEmpty()) {
        Optional<Segment> following = segments.after(segment.get());
        if (following.isEmpty()) {
          return Optional.empty();
        }
        segment = following;
        rewind(SegmentHeader.BYTES);
      } else if (!frame.get().isMark()) {
        return frame;
      }
    }
    return Optional.empty();
  }

  private Optional<Scan.Frame> nextFrame(Segment in) throws IOException {
    while (position < in.bytes) {
      Scan.Found here = piece.atEnd() ? Scan.Found.CUT : piece.here();
      if (here == Scan.Found.FRAME) {
        Optional<Scan.Frame> frame = piece.next();
        position = pieceAt + piece.position();
        return frame;
      }
      if (here == Scan.Found.CUT && pieceAt + piece.length() < in.bytes) {
        load(in);
      } else {
        in.damaged = true;
        piece.step();
        position = pieceAt + piece.position();
      }
    }
    return Optional.empty();
  }

  /** A frame that is longer than the piece which begins with it needs a longer piece. */
  private void load(Segment in) throws IOException {
    boolean stuck = piece.length() > 0 && pieceAt == position;
    pieceBytes = stuck ? pieceBytes * 2 : PIECE_BYTES_MIN;
    int bytes = (int) Math.min(pieceBytes, in.bytes - position);
    pieceAt = position;
    piece = new Scan(storage.read(in.file(), position, bytes), 0);
    if (piece.length() < bytes) {
      in.damaged = true;
      position = piece.length() == 0 ? in.bytes : position;
    }
  }
}
