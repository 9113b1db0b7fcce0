package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.KeptMessages;
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
  private final Reserve reserve;
  private final NodeClock clock;
  private final RecoveryReport recovery;
  private final OptionalLong reached;
  private JournalQueues queues = JournalQueues.NONE;
  private TimeMark lastMark;

  private SteppedJournal(SegmentLog log, Reserve reserve, NodeClock clock, Recovery.Result found) {
    this.log = log;
    this.reserve = reserve;
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
    if (found.time().isEmpty()) {
      begin(log, clock.mark());
    }
    Reserve reserve = new Reserve(storage, settings.segmentBytes());
    reserve.hold();
    return new SteppedJournal(log, reserve, clock, found);
  }

  /** So that a crash in the first batch finds a log that is sure of its last number. */
  private static void begin(SegmentLog log, TimeMark now) {
    try {
      log.mark(now);
    } catch (IOException e) {
      // A disk that takes nothing now is tried again with the first batch.
    }
  }

  /**
   * As above, with the queues of the settings beside the log.
   *
   * @param folders where they are
   */
  public static SteppedJournal open(
      Storage log,
      JournalQueues.Folders folders,
      Journal.Settings settings,
      LongSupplier monotonic,
      LongSupplier wall)
      throws JournalException, IOException {
    SteppedJournal steps = open(log, settings, monotonic, wall);
    steps.keep(JournalQueues.open(settings, folders, steps.reached()));
    return steps;
  }

  /** What was found; for the broker, before the first batch, and not kept after it. */
  public DurableState state() {
    return log.state();
  }

  /** Reads messages of {@link #state}. */
  public KeptMessages messages() {
    return log.messages();
  }

  /**
   * Whether {@link #fetch} finds all there is; not while what a failed write has cut is to come.
   */
  public boolean canFetch() {
    return log.isWhole();
  }

  /** Brings back what a session is owed of what is written. */
  public Fetched fetch(Effect.Fetch request) {
    return log.messages().fetch(request);
  }

  /** One line for each thing that is missing, found when it was opened or since. */
  public List<String> losses() {
    return log.losses();
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

  /** Before the first batch. Numbers that they have are not given again. */
  public void keep(JournalQueues entryQueues) {
    queues = entryQueues;
    log.reached(entryQueues.lastSequence());
  }

  /** The queues beside the log. */
  public JournalQueues queues() {
    return queues;
  }

  SegmentLog log() {
    return log;
  }

  /**
   * Writes the batch and returns when it is safe. What is safe is taken out of it, so that after an
   * error only the rest has to come again; of that, some may be there, and it does no harm.
   *
   * @return the number of the latest record that would survive
   */
  public long commit(List<Effect.Append> batch) throws IOException {
    TimeMark now = clock.mark();
    long last = log.durableSequence();
    while (!batch.isEmpty()) {
      List<Effect.Append> piece = batch.subList(0, endOfWrite(batch));
      last = piece.get(piece.size() - 1).sequence();
      write(piece, now);
      piece.clear();
    }
    return last;
  }

  /** The queues first: what the log says of them has to be there. */
  private void write(List<Effect.Append> piece, TimeMark now) throws IOException {
    writeEntries(piece);
    List<Effect.Append> ofLog = queues.withoutEntries(piece);
    if (!ofLog.isEmpty()) {
      append(ofLog, now);
      lastMark = now;
    }
    queues.settle();
  }

  private void writeEntries(List<Effect.Append> piece) throws IOException {
    try {
      queues.write(piece);
    } catch (IOException e) {
      if (!reserve.release()) {
        throw e;
      }
      queues.write(piece);
    }
  }

  /** Where the disk is full the reserve is used, for what frees more than it takes. */
  private void append(List<Effect.Append> batch, TimeMark now) throws IOException {
    try {
      log.append(batch, now);
    } catch (IOException e) {
      if (!reserve.release()) {
        throw e;
      }
      log.append(batch, now);
    }
  }

  private static int endOfWrite(List<Effect.Append> batch) {
    int end = 0;
    long bytes = 0;
    while (end < batch.size() && (bytes < WRITE_BYTES || endsBeforeEvidence(batch, end))) {
      bytes += RecordQueue.bytesOf(batch.get(end));
      end++;
    }
    return end;
  }

  private static boolean endsBeforeEvidence(List<Effect.Append> batch, int end) {
    return Evidence.isAwaited(batch.get(end - 1));
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
    if (!reserve.hold() && log.hasGarbage()) {
      log.cleanOldest(clock.mark());
    } else {
      log.clean(clock.mark());
    }
    if (!reserve.hold()) {
      return Optional.of("the disk is full: there is no room left to clean up");
    }
    log.index();
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
