package dev.sluice.edge.host;

import dev.sluice.offload.Vitals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the machine's vitals once a second on a thread of its own. */
public final class HostWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final HostVitals vitals = new HostVitals(Path.of("/"), System::nanoTime);
  private final Consumer<Vitals> reader;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(HostWatch::daemon);

  /**
   * @param reader told of each reading, by the watching thread
   */
  public HostWatch(Consumer<Vitals> reader) {
    this.reader = reader;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-host");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to read. */
  public void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception would end the watch without a word. */
  private void look() {
    try {
      reader.accept(vitals.read());
    } catch (RuntimeException e) {
      LOG.error("event=vitals-unreadable", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
