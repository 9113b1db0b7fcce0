package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.program.FileWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches files and has them read again when they change. They are looked at, not listened for:
 * that sees a file that is swapped for another behind a symbolic link too.
 */
final class Reloads implements AutoCloseable {
  static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

  /** Reads files again, as a whole or not at all. */
  interface Reload {
    /**
     * @return one line: what is in force now
     * @throws ConfigException when they are faulty, and what was in force stays
     */
    String run() throws ConfigException;
  }

  /**
   * @param what in one word, for the log
   */
  record Item(String what, List<Path> files, Reload reload) {
    Item {
      files = List.copyOf(files);
    }
  }

  /** What has not been read yet is found at the second look, and with it what changed meanwhile. */
  private final Map<Item, FileWatch> items = new LinkedHashMap<>();

  private final Runnable changed;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread made = new Thread(work, "sluice-reload");
            made.setDaemon(true);
            return made;
          });

  /**
   * @param changed called after something else is in force, by the watching thread
   */
  Reloads(List<Item> items, Runnable changed) {
    items.forEach(item -> this.items.put(item, new FileWatch(item.files())));
    this.changed = changed;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // It goes on until the thread ends.
  void start() {
    thread.scheduleWithFixedDelay(
        this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads everything again, changed or not; at once, by the watching thread. */
  void all() {
    thread.execute(() -> reload(items.keySet()));
  }

  private void look() {
    reload(items.keySet().stream().filter(item -> items.get(item).changed()).toList());
  }

  private void reload(Collection<Item> some) {
    long read = some.stream().filter(Reloads::reload).count();
    if (read > 0) {
      changed.run();
    }
  }

  private static boolean reload(Item item) {
    try {
      LOG.info("reload=done what=\"{}\" now=\"{}\"", item.what(), item.reload().run());
      return true;
    } catch (ConfigException e) {
      e.getMessage()
          .lines()
          .forEach(
              line ->
                  LOG.warn(
                      "reload=refused what=\"{}\" cause=\"{}\" in-force=\"what was before\"",
                      item.what(),
                      line));
    } catch (RuntimeException fault) {
      LOG.error("reload=fault what=\"{}\"", item.what(), fault);
    }
    return false;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
