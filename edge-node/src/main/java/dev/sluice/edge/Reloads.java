package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  private final List<Item> items;
  private final Runnable changed;

  /** Empty at first: what changed while the node started is found at the first look. */
  private final Map<Item, List<String>> seen = new HashMap<>();

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
    this.items = List.copyOf(items);
    this.changed = changed;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // It goes on until the thread ends.
  void start() {
    thread.scheduleWithFixedDelay(
        this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Reads everything again, changed or not; at once, by the watching thread. */
  void all() {
    thread.execute(
        () -> {
          seen.clear();
          look();
        });
  }

  private void look() {
    boolean any = false;
    for (Item item : items) {
      List<String> now = stamps(item);
      if (!now.equals(seen.put(item, now))) {
        any |= reload(item);
      }
    }
    if (any) {
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

  private static List<String> stamps(Item item) {
    List<String> stamps = new ArrayList<>();
    for (Path file : item.files()) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.add(found.lastModifiedTime() + " " + found.size() + " " + found.fileKey());
      } catch (IOException e) {
        stamps.add("unreadable");
      }
    }
    return stamps;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
