package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.KeptMessages;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The journal of a running node: a thread of its own writes whatever has gathered while the disk
 * was busy with the batch before. The disk is the clock of the batches; nothing ever waits for
 * company.
 */
public final class Journal implements AutoCloseable {
  /** Who is told; called by the journal's thread or by whoever appends. */
  public interface Listener {
    void durable(long sequence);

    /**
     * @param reason one line
     */
    void refusing(String reason);

    void accepting();

    /** What was asked for; in the order of the requests, after what was appended before them. */
    void fetched(Fetched fetched);
  }

  /**
   * @param bytesMax on disk, beyond which nothing more is accepted
   * @param segmentBytes after which a new file is begun
   * @param queues beside the log, in the order of their numbers
   */
  public record Settings(
      SyncPolicy durability, long bytesMax, int segmentBytes, List<JournalQueues.Settings> queues) {
    public Settings {
      queues = List.copyOf(queues);
    }

    public Settings(SyncPolicy durability, long bytesMax, int segmentBytes) {
      this(durability, bytesMax, segmentBytes, List.of());
    }
  }

  private final Closeable lock;
  private final SteppedJournal steps;
  private final JournalWriter writer;
  private final Thread thread;

  Journal(Closeable lock, SteppedJournal steps) {
    this.lock = lock;
    this.steps = steps;
    this.writer = new JournalWriter(steps);
    this.thread = new Thread(writer, "journal");
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
    return new JournalOpening(settings, monotonic, wall).open(folder);
  }

  /**
   * @param lock is closed with the journal
   */
  static Journal open(
      Storage storage, Closeable lock, Settings settings, LongSupplier monotonic, LongSupplier wall)
      throws JournalException, IOException {
    return new JournalOpening(settings, monotonic, wall)
        .open(
            storage,
            lock,
            name -> {
              throw new IOException("there is no folder for queues");
            });
  }

  /** What was found; for the broker, before {@link #start}, and not kept after it. */
  public DurableState state() {
    return steps.state();
  }

  /** Reads messages of {@link #state}; before {@link #start}. */
  public KeptMessages messages() {
    return steps.messages();
  }

  public NodeClock clock() {
    return steps.clock();
  }

  public RecoveryReport recovery() {
    return steps.recovery();
  }

  /** The queues beside the log. */
  public JournalQueues queues() {
    return steps.queues();
  }

  public JournalStats stats() {
    return writer.stats();
  }

  /** From now on {@link #append} may be called. */
  public void start(Listener listener) {
    writer.tell(listener);
    thread.start();
  }

  /** Takes a record; any thread, in the order of their numbers. */
  public void append(Effect.Append append) {
    writer.append(append);
  }

  /** Brings messages back; any thread. */
  public void fetch(Effect.Fetch fetch) {
    writer.fetch(fetch);
  }

  /** Writes what has been appended, then gives the folder back. */
  @Override
  public void close() {
    writer.stop();
    try {
      thread.join();
      steps.close();
    } catch (IOException e) {
      JournalOpening.LOG.error("journal=close-failed cause=\"{}\"", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    JournalOpening.release(lock);
  }
}
