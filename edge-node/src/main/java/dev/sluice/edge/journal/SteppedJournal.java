package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The journal without its thread: whoever owns it says when the next batch is written. {@link
 * Journal} gives it a thread; a simulation steps it through virtual time. Owned by one thread.
 */
public final class SteppedJournal implements Closeable {
  private static final long JUMP_MS = 2_000;

  /** What is written at once, roughly: a crowd that waits must not take the memory twice. */
  private static final long WRITE_BYTES = 1 << 20;

  private static final long MARK_AGE_NANOS = 3_600_000_000_000L;

  private final SegmentLog log;
  private final NodeClock clock;
  private final RecoveryReport recovery;
  private final OptionalLong reached;
  private JournalQueues queues = JournalQueues.NONE;
  private TimeMark lastMark;

  private SteppedJournal(SegmentLog log, NodeClock clock, Recovery.Result found) {
    this.log = log;
    this.clock = clock;
    this.recovery = found.report();
    this.reached = found.reached();
    this.lastMark = clock.mark();
  }

  /**
   * Reads what is there and repairs it.
   *
   * @param monotonic nanoseconds
   * @param wall milliseconds
   * @throws JournalException when a newer program wrote it; nothing was touched then
   * @throws IOException when it cannot be read or repaired
   */
  public static SteppedJournal open(
      Storage storage, Journal.Settings settings, LongSupplier monotonic, LongSupplier wall)
      throws JournalException, IOException {
    Recovery.Result found = Recovery.run(storage);
    NodeClock clock = new NodeClock(found.time(), monotonic, wall);
    SegmentLog.Settings limits =
        new SegmentLog.Settings(
            settings.durability(), settings.bytesMax(), settings.segmentBytes());
    SegmentLog log = SegmentLog.open(storage, limits, found, clock.mark());
    return new SteppedJournal(log, clock, found);
  }

  /** What was found; for the broker, before the first batch, and not kept after it. */
  public DurableState state() {
    return log.state();
  }

  public NodeClock clock() {
    return clock;
  }

  public RecoveryReport recovery() {
    return recovery;
  }

  /**
   * The number that the log remembers as its last; empty when it is not sure, because it is new or
   * has lost something.
   */
  public OptionalLong reached() {
    return reached;
  }

  /** Before the first batch. */
  public void keep(JournalQueues entryQueues) {
    queues = entryQueues;
  }

  JournalQueues queues() {
    return queues;
  }

  SegmentLog log() {
    return log;
  }

  /**
   * Writes the batch and returns when it is safe. After an error it may or may not be there: given
   * again, with what has come meanwhile, it does no harm.
   *
   * @return the number of the latest record that would survive
   */
  public long commit(List<Effect.Append> batch) throws IOException {
    TimeMark now = clock.mark();
    for (int from = 0; from < batch.size(); ) {
      int end = endOfWrite(batch, from);
      write(batch.subList(from, end), now);
      from = end;
    }
    return batch.isEmpty() ? log.durableSequence() : batch.get(batch.size() - 1).sequence();
  }

  /** The queues first: what the log says of them has to be there. */
  private void write(List<Effect.Append> piece, TimeMark now) throws IOException {
    queues.write(piece);
    List<Effect.Append> ofLog = queues.withoutEntries(piece);
    if (!ofLog.isEmpty()) {
      log.append(ofLog, now);
      lastMark = now;
    }
    queues.settle();
  }

  private static int endOfWrite(List<Effect.Append> batch, int from) {
    int end = from;
    long bytes = 0;
    while (end < batch.size() && bytes < WRITE_BYTES) {
      bytes += RecordQueue.bytesOf(batch.get(end));
      end++;
    }
    return end;
  }

  /** How far the system's clock has jumped since the last batch, if it has. */
  Optional<Duration> clockJump() {
    Duration jump = clock.jumpSince(lastMark);
    return Math.abs(jump.toMillis()) > JUMP_MS ? Optional.of(jump) : Optional.empty();
  }

  /** An idle node must not look like an absent one, nor a jump of the clock like an absence. */
  public void markTime() throws IOException {
    TimeMark now = clock.mark();
    if (clockJump().isPresent() || now.nanos() - lastMark.nanos() > MARK_AGE_NANOS) {
      log.mark(now);
      lastMark = now;
    }
  }

  /**
   * Cleans away what is dead; after each batch.
   *
   * @return why nothing more is taken, in one line; empty when it is
   */
  public Optional<String> tidy() throws IOException {
    log.clean(clock.mark());
    return log.isFull()
        ? Optional.of(
            "%d bytes on disk are more than journal.max-size allows".formatted(log.bytesOnDisk()))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    queues.close();
    log.close();
  }
}
