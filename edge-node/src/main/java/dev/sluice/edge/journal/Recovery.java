package dev.sluice.edge.journal;

import dev.sluice.broker.durable.DurableState;
import dev.sluice.edge.journal.SegmentReader.Content;
import dev.sluice.edge.journal.SegmentReader.Hole;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads all segments, oldest first and each once, and changes none; of one that has an index that
 * fits, only the index.
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
  private final Set<Long> indexed = new HashSet<>();
  private final Map<Long, Optional<SegmentHeader>> headers = new HashMap<>();
  private final TreeSet<Long> damaged = new TreeSet<>();
  private final List<String> losses = new ArrayList<>();
  private Optional<TimeMark> time = Optional.empty();
  private long records;
  private long bytesRead;
  private long bytesTorn;
  private long lastBytes;

  private Recovery(Storage storage) {
    this.storage = storage;
  }

  /**
   * @throws JournalException when a segment was written by a newer version
   * @throws IOException when the folder cannot be listed
   */
  static Result run(Storage storage) throws JournalException, IOException {
    return new Recovery(storage).run(IndexName::numberOf);
  }

  /** As {@link #run}, but nothing is taken from an index: every byte is looked at. */
  static Result inFull(Storage storage) throws JournalException, IOException {
    return new Recovery(storage).run(name -> OptionalLong.empty());
  }

  private Result run(Function<String, OptionalLong> indexOf) throws JournalException, IOException {
    for (String name : storage.list()) {
      SegmentName.numberOf(name).ifPresent(numbers::add);
      indexOf.apply(name).ifPresent(indexed::add);
    }
    refuseNewerVersions();
    long before = 0;
    for (long number : numbers) {
      if (before != 0) {
        readSealed(before, number);
      }
      before = number;
    }
    if (before != 0) {
      readLast(before);
    }
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
      headers.put(number, header);
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

  /** Empty when there is nothing that can be read. */
  private byte[] read(String name) {
    try {
      byte[] bytes = storage.read(name);
      bytesRead += bytes.length;
      return bytes;
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** A segment with another behind it: how far it was durable stands in the header of that one. */
  private void readSealed(long number, long next) {
    if (headers.get(number).isEmpty()) {
      lose(number, "cannot be read");
      return;
    }
    Optional<SegmentHeader> following = headers.get(next);
    if (following.isPresent() && following.get().previous() == number) {
      readUpTo(number, following.get().previousBytes());
    } else {
      following.ifPresent(
          header ->
              lose(
                  number,
                  "was followed by %s, which is missing"
                      .formatted(SegmentName.of(header.previous()))));
      byte[] bytes = read(SegmentName.of(number));
      applyAll(number, bytes, bytes.length);
    }
  }

  private void readUpTo(long number, long durableBytes) {
    long size = size(number);
    if (size < durableBytes) {
      lose(
          number,
          "ends %d bytes early, though the disk had said that it has them"
              .formatted(durableBytes - size));
    } else if (indexed.contains(number) && readIndex(number, durableBytes)) {
      return;
    }
    byte[] bytes = read(SegmentName.of(number));
    if (bytes.length == 0) {
      lose(number, "cannot be read");
    }
    applyAll(number, bytes, (int) Math.min(bytes.length, durableBytes));
  }

  private long size(long number) {
    try {
      return storage.size(SegmentName.of(number));
    } catch (IOException e) {
      return 0;
    }
  }

  private boolean readIndex(long number, long durableBytes) {
    Optional<SegmentIndex> found =
        SegmentIndex.read(read(IndexName.of(number)))
            .filter(index -> index.number() == number && index.coveredBytes() == durableBytes);
    found.ifPresent(
        index -> {
          IndexEntryReader.apply(index, state);
          records += index.records();
          time = index.time().or(() -> time);
        });
    return found.isPresent();
  }

  private void applyAll(long number, byte[] bytes, int end) {
    Content content = SegmentReader.read(bytes, end);
    loseHoles(number, content);
    content.frames().forEach(frame -> apply(number, frame));
    lastBytes = end;
  }

  private void loseHoles(long number, Content content) {
    for (Hole hole : content.holes()) {
      lose(
          number, "has %d unreadable bytes at %d".formatted(hole.end() - hole.from(), hole.from()));
    }
  }

  private void readLast(long number) {
    lastBytes = 0;
    byte[] bytes = read(SegmentName.of(number));
    int size = bytes.length;
    if (headers.get(number).isEmpty()) {
      if (size > SegmentHeader.BYTES) {
        lose(number, "cannot be read");
      } else {
        bytesTorn += size;
      }
      return;
    }
    Content content = SegmentReader.read(bytes, size);
    if (content.goesOnBehindHole()) {
      applyAll(number, bytes, size);
      return;
    }
    lastBytes = content.soundBytes(size);
    bytesTorn += size - lastBytes;
    content.frames().stream()
        .filter(frame -> frame.from() < lastBytes)
        .forEach(frame -> apply(number, frame));
  }

  private void apply(long number, Frame frame) {
    try {
      if (frame.isMark()) {
        time = Optional.of(frame.time());
        state.reached(frame.sequence());
      } else {
        state.apply(frame.sequence(), frame.record(), frame.place(number));
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
