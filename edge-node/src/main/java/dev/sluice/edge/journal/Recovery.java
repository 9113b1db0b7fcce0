package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableState;
import dev.sluice.edge.journal.SegmentReader.Content;
import dev.sluice.edge.journal.SegmentReader.Hole;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads all segments, oldest first and each once, and changes none.
 *
 * <p>Two kinds of damage are told apart. The end of the last segment may be torn: it was being
 * written when the process ended, and nothing of it had been acknowledged. Anything else that is
 * missing had been durable, for the next batch or the next segment was only begun when it was: that
 * is a loss, and is reported as one. What can still be read is used in either case.
 */
final class Recovery {
  /**
   * @param state what the records add up to
   * @param time of the latest mark, empty when there is none
   * @param numbers of the segments there are, in order
   * @param lastBytes sound bytes of the last of them
   * @param damaged numbers of segments that lost something
   */
  record Result(
      DurableState state,
      Optional<TimeMark> time,
      SortedSet<Long> numbers,
      long lastBytes,
      SortedSet<Long> damaged,
      RecoveryReport report) {

    /** The last number, when nothing says that there may have been others. */
    OptionalLong reached() {
      return time.isPresent() && report.losses().isEmpty()
          ? OptionalLong.of(state.lastSequence())
          : OptionalLong.empty();
    }
  }

  private final Storage storage;
  private final DurableState state = new DurableState();
  private final TreeSet<Long> numbers = new TreeSet<>();
  private final TreeSet<Long> damaged = new TreeSet<>();
  private final List<String> losses = new ArrayList<>();
  private Optional<TimeMark> time = Optional.empty();
  private long records;
  private long bytesRead;
  private long bytesTorn;
  private long lastBytes;

  /** A segment as it was found. */
  private record Found(long number, byte[] bytes, Optional<SegmentHeader> header) {}

  private Recovery(Storage storage) {
    this.storage = storage;
  }

  /**
   * @throws JournalException when a segment was written by a newer version
   * @throws IOException when the folder cannot be listed
   */
  static Result run(Storage storage) throws JournalException, IOException {
    return new Recovery(storage).run();
  }

  private Result run() throws JournalException, IOException {
    for (String name : storage.list()) {
      SegmentName.numberOf(name).ifPresent(numbers::add);
    }
    refuseNewerVersions();
    Optional<Found> before = Optional.empty();
    for (long number : numbers) {
      Found next = find(number);
      if (before.isPresent()) {
        readSealed(before.get(), next);
      }
      before = Optional.of(next);
    }
    before.ifPresent(this::readLast);
    state.forgetUnknown();
    RecoveryReport report =
        new RecoveryReport(
            numbers.size(),
            records,
            bytesRead,
            bytesTorn,
            losses,
            state.sessionCount(),
            state.messageCount(),
            state.retainedCount());
    return new Result(state, time, numbers, lastBytes, damaged, report);
  }

  /** Before anything else is judged: what a newer program wrote is not ours to repair. */
  private void refuseNewerVersions() throws JournalException {
    for (long number : numbers) {
      Optional<SegmentHeader> header = header(number);
      if (header.isPresent() && header.get().version() > SegmentHeader.VERSION) {
        throw new JournalException(
            "%s has format version %d, and this program knows up to %d: use the program that wrote it, or another folder"
                .formatted(SegmentName.of(number), header.get().version(), SegmentHeader.VERSION));
      }
    }
  }

  private Optional<SegmentHeader> header(long number) {
    try {
      return SegmentHeader.read(storage.read(SegmentName.of(number), 0, SegmentHeader.BYTES));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Found find(long number) {
    try {
      byte[] bytes = storage.read(SegmentName.of(number));
      bytesRead += bytes.length;
      return new Found(number, bytes, SegmentHeader.read(bytes));
    } catch (IOException e) {
      return new Found(number, new byte[0], Optional.empty());
    }
  }

  /** A segment with another behind it: how far it was durable stands in the header of that one. */
  private void readSealed(Found segment, Found next) {
    if (segment.header().isEmpty()) {
      lose(segment.number(), "cannot be read");
      return;
    }
    int end = segment.bytes().length;
    if (next.header().isPresent()) {
      SegmentHeader following = next.header().get();
      if (following.previous() != segment.number()) {
        lose(
            segment.number(),
            "was followed by %s, which is missing".formatted(SegmentName.of(following.previous())));
      } else if (end < following.previousBytes()) {
        lose(
            segment.number(),
            "ends %d bytes early, though the disk had said that it has them"
                .formatted(following.previousBytes() - end));
      } else {
        end = (int) following.previousBytes();
      }
    }
    Content content = SegmentReader.read(segment.bytes(), end);
    for (Hole hole : content.holes()) {
      lose(
          segment.number(),
          "has %d unreadable bytes at %d".formatted(hole.end() - hole.from(), hole.from()));
    }
    content.frames().forEach(frame -> apply(segment.number(), frame));
    lastBytes = end;
  }

  private void readLast(Found segment) {
    lastBytes = 0;
    if (segment.header().isEmpty()) {
      if (segment.bytes().length > SegmentHeader.BYTES) {
        lose(segment.number(), "cannot be read");
      } else {
        bytesTorn += segment.bytes().length;
      }
      return;
    }
    int size = segment.bytes().length;
    Content content = SegmentReader.read(segment.bytes(), size);
    if (content.goesOnBehindHole()) {
      for (Hole hole : content.holes()) {
        lose(
            segment.number(),
            "has %d unreadable bytes at %d".formatted(hole.end() - hole.from(), hole.from()));
      }
      content.frames().forEach(frame -> apply(segment.number(), frame));
      lastBytes = size;
      return;
    }
    lastBytes = content.soundBytes(size);
    bytesTorn += size - lastBytes;
    content.frames().stream()
        .filter(frame -> frame.from() < lastBytes)
        .forEach(frame -> apply(segment.number(), frame));
  }

  private void apply(long number, Frame frame) {
    try {
      if (frame.isMark()) {
        time = Optional.of(frame.time());
        state.reached(frame.sequence());
      } else {
        state.apply(frame.sequence(), frame.record(), number, frame.bytes());
        records++;
      }
    } catch (RuntimeException unreadable) {
      lose(number, "has a record at %d that is none".formatted(frame.from()));
    }
  }

  private void lose(long number, String what) {
    damaged.add(number);
    losses.add(SegmentName.of(number) + " " + what);
  }
}
