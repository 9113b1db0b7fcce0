package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.Fetched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal's thread does: write what has gathered, clean up, say how it went.
 *
 * <p>When a write fails the batch is kept and tried again every second in a new segment; until then
 * nothing is reported durable, and the listener is told to refuse what would need it.
 */
final class JournalWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

  /** Bytes of records that may wait for the disk; beyond it, new ones are refused. */
  private static final long WAITING_BYTES_MAX = Math.min(16 << 20, HEAP_BYTES / 8);

  /** What is kept takes memory too, and must fit there again at the next start. */
  private static final long HEAP_BYTES_MAX = HEAP_BYTES / 2;

  private static final long RETRY_MS = 1_000;
  private static final long IDLE_MS = 60_000;

  private static final Journal.Listener NOBODY =
      new Journal.Listener() {
        @Override
        public void durable(long sequence) {}

        @Override
        public void refusing(String reason) {}

        @Override
        public void accepting() {}

        @Override
        public void fetched(Fetched fetched) {}
      };

  private final SteppedJournal steps;
  private final RecordQueue queue = new RecordQueue();
  private final BatchTimes times = new BatchTimes();
  private final List<Effect.Append> batch = new ArrayList<>();
  private final List<Effect.Fetch> requests = new ArrayList<>();
  private Journal.Listener listener = NOBODY;
  private Refusal refusal = new Refusal(NOBODY);
  private long failures;
  private long retryAtNanos;
  private int lossesTold;
  private volatile JournalStats stats;

  JournalWriter(SteppedJournal steps) {
    this.steps = steps;
    this.lossesTold = steps.losses().size();
    this.stats = snapshot();
  }

  /** Before the thread begins. */
  void tell(Journal.Listener newListener) {
    listener = newListener;
    refusal = new Refusal(newListener);
  }

  /** Any thread. */
  void append(Effect.Append append) {
    if (queue.add(append) > WAITING_BYTES_MAX) {
      refusal.begin("the disk is behind by more than %d bytes".formatted(WAITING_BYTES_MAX));
    }
  }

  /** Any thread. */
  void fetch(Effect.Fetch fetch) {
    queue.add(fetch);
  }

  /** Any thread; what was appended before is still written. */
  void stop() {
    queue.close();
  }

  JournalStats stats() {
    return stats;
  }

  @Override
  public void run() {
    boolean more = true;
    while (more) {
      more = queue.take(batch, requests, patienceMs());
      if (!more || patienceMs() == 0 || !isRetrying()) {
        tryToWrite();
      }
      try {
        answer();
        tellOfLosses();
        stats = snapshot();
      } catch (RuntimeException e) {
        // Without this thread nothing would be acknowledged any more.
        LOG.error("journal=fault", e);
      }
    }
  }

  private boolean isRetrying() {
    return retryAtNanos != 0;
  }

  private long patienceMs() {
    return isRetrying()
        ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(retryAtNanos - System.nanoTime()))
        : refusal.reason().isPresent() ? RETRY_MS : IDLE_MS;
  }

  private void tryToWrite() {
    try {
      write();
      retryAtNanos = 0;
    } catch (IOException | RuntimeException e) {
      failures++;
      retryAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
      refusal.begin("cannot write: " + e.getMessage());
      makeRoom();
      if (e instanceof RuntimeException) {
        LOG.error("journal=fault", e);
      }
    }
  }

  /** What is dead can go even while nothing can be added. */
  private void makeRoom() {
    try {
      steps.tidy();
    } catch (IOException | RuntimeException e) {
      LOG.debug("journal=not-tidied cause=\"{}\"", e.toString());
    }
  }

  /** Not while the disk lacks something that is still to be written again: it would seem lost. */
  private void answer() {
    if (!steps.canFetch()) {
      return;
    }
    requests.forEach(request -> listener.fetched(steps.fetch(request)));
    requests.clear();
  }

  private void tellOfLosses() {
    List<String> losses = steps.losses();
    for (; lossesTold < losses.size(); lossesTold++) {
      LOG.error("journal=lost what=\"{}\"", losses.get(lossesTold));
    }
  }

  private void write() throws IOException {
    if (batch.isEmpty()) {
      steps
          .clockJump()
          .ifPresent(
              jump ->
                  LOG.warn("journal=clock jumpMs={}: deadlines do not follow it", jump.toMillis()));
      steps.markTime();
    } else {
      commit();
    }
    steps
        .tidy()
        .or(this::tooMuchToTakeBack)
        .ifPresentOrElse(reason -> refusal.begin(reason), () -> refusal.end());
  }

  private Optional<String> tooMuchToTakeBack() {
    return steps.log().heapBytes() > HEAP_BYTES_MAX
        ? Optional.of(
            "what is kept takes more than half of the memory (%d bytes)".formatted(HEAP_BYTES_MAX))
        : Optional.empty();
  }

  private void commit() throws IOException {
    long before = System.nanoTime();
    long durable = steps.commit(batch);
    listener.durable(durable);
    times.add(System.nanoTime() - before);
  }

  private JournalStats snapshot() {
    SegmentLog log = steps.log();
    LogCounters counters = log.counters();
    return new JournalStats(
        counters.appendedRecords,
        counters.appendedBytes,
        counters.repeatedBytes,
        counters.batches,
        counters.forces,
        times.totalNanos(),
        times.slowestNanos(),
        log.bytesOnDisk(),
        log.state().liveBytes(),
        log.segmentCount(),
        failures,
        queue.size() + batch.size(),
        refusal.reason(),
        steps.losses(),
        steps.recovery());
  }
}
