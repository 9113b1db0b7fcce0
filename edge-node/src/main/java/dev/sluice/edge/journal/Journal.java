package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.storage.FileStorage;
import dev.sluice.storage.FolderLock;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a running node: a thread that writes whatever has gathered while the disk was busy
 * with the batch before. The disk is the clock of the batches; nothing ever waits for company.
 *
 * <p>When a write fails the batch is kept and tried again every second in a new segment; until then
 * nothing is reported durable, and the listener is told to refuse what would need it.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  /** Bytes of records that may wait for the disk; beyond it, new ones are refused. */
  private static final long WAITING_BYTES_MAX = 16 << 20;

  /** What is kept is in memory too, and must fit there again at the next start. */
  private static final long HEAP_BYTES_MAX = Runtime.getRuntime().maxMemory() / 2;

  private static final long RETRY_MS = 1_000;
  private static final long IDLE_MS = 60_000;

  /** Who is told; called by the journal's thread or by whoever appends. */
  public interface Listener {
    void durable(long sequence);

    /**
     * @param reason one line
     */
    void refusing(String reason);

    void accepting();
  }

  /**
   * @param bytesMax on disk, beyond which nothing more is accepted
   * @param segmentBytes after which a new file is begun
   */
  public record Settings(SyncPolicy durability, long bytesMax, int segmentBytes) {}

  private final Closeable lock;
  private final SteppedJournal steps;
  private final RecordQueue queue = new RecordQueue();
  private final Thread thread = new Thread(this::run, "journal");
  private Listener listener;

  // Guarded by this.
  private Optional<String> refusing = Optional.empty();

  // Of the thread.
  private final List<Effect.Append> batch = new ArrayList<>();
  private long failures;
  private long forceNanos;
  private long slowestBatchNanos;

  private volatile JournalStats stats;

  private Journal(Closeable lock, SteppedJournal steps) {
    this.lock = lock;
    this.steps = steps;
    this.stats = snapshot();
    thread.setDaemon(true);
  }

  /**
   * Opens the folder, makes it if need be, and reads what is in it.
   *
   * @param monotonic nanoseconds
   * @param wall milliseconds
   * @throws JournalException in one line
   */
  public static Journal open(
      Path folder, Settings settings, LongSupplier monotonic, LongSupplier wall)
      throws JournalException {
    FolderLock lock = lock(folder);
    try {
      return open(new FileStorage(folder), lock, settings, monotonic, wall);
    } catch (IOException e) {
      release(lock);
      throw new JournalException(
          "%s: cannot be read or repaired: %s; repair the disk, or set another journal.dir"
              .formatted(folder, e),
          e);
    } catch (JournalException e) {
      release(lock);
      throw new JournalException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * @param lock is closed with the journal
   */
  static Journal open(
      Storage storage, Closeable lock, Settings settings, LongSupplier monotonic, LongSupplier wall)
      throws JournalException, IOException {
    SteppedJournal steps = SteppedJournal.open(storage, settings, monotonic, wall);
    report(steps.recovery(), steps.clock());
    return new Journal(lock, steps);
  }

  private static FolderLock lock(Path folder) throws JournalException {
    try {
      Files.createDirectories(folder);
      return FolderLock.tryLock(folder)
          .orElseThrow(
              () ->
                  new JournalException(
                      "%s: is in use by process %s: stop it, or set another journal.dir"
                          .formatted(folder, FolderLock.holder(folder))));
    } catch (IOException e) {
      throw new JournalException(
          folder + ": cannot be written to: " + e + "; repair it, or set another journal.dir", e);
    }
  }

  private static void release(Closeable lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("journal=lock-not-released cause=\"{}\"", e.toString());
    }
  }

  private static void report(RecoveryReport report, NodeClock clock) {
    LOG.info(
        "journal=open segments={} records={} sessions={} messages={} retained={} tornBytes={} losses={}",
        report.segments(),
        report.records(),
        report.sessions(),
        report.messages(),
        report.retained(),
        report.bytesTorn(),
        report.losses().size());
    report.losses().forEach(loss -> LOG.error("journal=lost what=\"{}\"", loss));
    if (!clock.absenceBelieved()) {
      LOG.warn(
          "journal=clock absence={} believed=no: nothing expires for the time without this process",
          clock.absence().orElseThrow());
    }
  }

  /** What was found; for the broker, before {@link #start}, and not kept after it. */
  public DurableState state() {
    return steps.state();
  }

  public NodeClock clock() {
    return steps.clock();
  }

  public RecoveryReport recovery() {
    return steps.recovery();
  }

  public JournalStats stats() {
    return stats;
  }

  /** From now on {@link #append} may be called. */
  public void start(Listener listener) {
    this.listener = listener;
    thread.start();
  }

  /** Takes a record; any thread, in the order of their numbers. */
  public void append(Effect.Append append) {
    if (queue.add(append) > WAITING_BYTES_MAX) {
      refuse("the disk is behind by more than %d bytes".formatted(WAITING_BYTES_MAX));
    }
  }

  private void refuse(String reason) {
    synchronized (this) {
      if (refusing.isPresent()) {
        return;
      }
      refusing = Optional.of(reason);
    }
    LOG.error("journal=refusing reason=\"{}\"", reason);
    listener.refusing(reason);
  }

  private void accept() {
    synchronized (this) {
      if (refusing.isEmpty()) {
        return;
      }
      refusing = Optional.empty();
    }
    LOG.info("journal=accepting");
    listener.accepting();
  }

  private void run() {
    boolean more = true;
    while (more) {
      more = queue.take(batch, batch.isEmpty() ? IDLE_MS : RETRY_MS);
      try {
        write();
      } catch (IOException | RuntimeException e) {
        failures++;
        refuse("cannot write: " + e.getMessage());
        if (e instanceof RuntimeException) {
          LOG.error("journal=fault", e);
        }
      }
      stats = snapshot();
    }
  }

  private void write() throws IOException {
    if (batch.isEmpty()) {
      steps.clockJump().ifPresent(Journal::warn);
      steps.markTime();
    } else {
      commit();
    }
    steps.tidy().or(this::tooMuchToTakeBack).ifPresentOrElse(this::refuse, this::accept);
  }

  private Optional<String> tooMuchToTakeBack() {
    return steps.log().heapBytes() > HEAP_BYTES_MAX
        ? Optional.of(
            "what is kept takes more than half of the memory (%d bytes)".formatted(HEAP_BYTES_MAX))
        : Optional.empty();
  }

  private static void warn(Duration jump) {
    LOG.warn("journal=clock jumpMs={}: deadlines do not follow it", jump.toMillis());
  }

  private void commit() throws IOException {
    long before = System.nanoTime();
    long durable = steps.commit(batch);
    batch.clear();
    listener.durable(durable);
    long took = System.nanoTime() - before;
    forceNanos += took;
    slowestBatchNanos = Math.max(slowestBatchNanos, took);
  }

  private JournalStats snapshot() {
    SegmentLog log = steps.log();
    LogCounters counters = log.counters();
    Optional<String> reason;
    synchronized (this) {
      reason = refusing;
    }
    return new JournalStats(
        counters.appendedRecords,
        counters.appendedBytes,
        counters.repeatedBytes,
        counters.batches,
        counters.forces,
        forceNanos,
        slowestBatchNanos,
        log.bytesOnDisk(),
        log.state().liveBytes(),
        log.segmentCount(),
        failures,
        queue.size() + batch.size(),
        reason,
        steps.recovery());
  }

  /** Writes what has been appended, then gives the folder back. */
  @Override
  public void close() {
    queue.close();
    try {
      thread.join();
      steps.close();
    } catch (IOException e) {
      LOG.error("journal=close-failed cause=\"{}\"", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    release(lock);
  }
}
