package dev.sluice.edge.decisionlog;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Outcome;
import dev.sluice.edge.core.Placed;
import dev.sluice.policy.log.DecisionLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records decisions beside the broker: the loop only puts them into a queue, and what finds it full
 * is counted as lost. One thread writes them as lines of JSON. A disk that fails loses lines, never
 * requests.
 */
public final class DecisionLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionLog.class);
  private static final int QUEUE_MAX = 4_096;
  private static final int BATCH_MAX = 256;

  private final RotatedFiles files;
  private final LongSupplier wallMillis;
  private final BlockingQueue<EdgeEffect.Recorded> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private boolean failing;

  /**
   * @param bytesMax of all files together
   * @throws IOException when the folder cannot be used
   */
  public DecisionLog(Path folder, long bytesMax, LongSupplier wallMillis) throws IOException {
    this.files = new RotatedFiles(folder, bytesMax);
    this.wallMillis = wallMillis;
    this.thread = new Thread(this::write, "sluice-decisions");
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Never waits; called on the broker loop. */
  public void perform(EdgeEffect.Recorded recorded) {
    if (!queue.offer(recorded)) {
      lost.incrementAndGet();
    }
  }

  private void write() {
    List<EdgeEffect.Recorded> batch = new ArrayList<>(BATCH_MAX);
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH_MAX - 1);
        append(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      queue.drainTo(batch);
      append(batch);
    }
  }

  private void append(List<EdgeEffect.Recorded> batch) {
    StringBuilder lines = new StringBuilder();
    batch.forEach(recorded -> lines.append(line(recorded).json()).append('\n'));
    try {
      files.append(lines.toString());
      written.addAndGet(batch.size());
      failing = false;
    } catch (IOException e) {
      lost.addAndGet(batch.size());
      if (!failing) {
        LOG.warn("event=decision-log-failed error=\"{}\"", e.toString());
      }
      failing = true;
    }
  }

  private DecisionLine line(EdgeEffect.Recorded recorded) {
    Placed placed = recorded.placed();
    Outcome outcome = recorded.outcome();
    return new DecisionLine(
        wallMillis.getAsLong(),
        outcome.route().name(),
        outcome.route().version(),
        placed.request(),
        placed.nowNanos(),
        placed.saw(),
        placed.action(),
        placed.reason(),
        placed.localHitProbability(),
        placed.cloudHitProbability(),
        outcome.status().word(),
        outcome.placement().word(),
        outcome.reason(),
        outcome.totalNanos(),
        Optional.of(placed.own()));
  }

  /** Lines on disk since the start; any thread. */
  public long written() {
    return written.get();
  }

  /** Lines that are not, because the queue was full or the disk failed; any thread. */
  public long lost() {
    return lost.get();
  }

  /** What is queued is written first, within a second. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
