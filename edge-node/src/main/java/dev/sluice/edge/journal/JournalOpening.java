package dev.sluice.edge.journal;

import dev.sluice.storage.FileStorage;
import dev.sluice.storage.FolderLock;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a folder becomes a journal, or one line that says why it does not. */
final class JournalOpening {
  static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Journal.Settings settings;
  private final LongSupplier monotonic;
  private final LongSupplier wall;

  /**
   * @param monotonic nanoseconds
   * @param wall milliseconds
   */
  JournalOpening(Journal.Settings settings, LongSupplier monotonic, LongSupplier wall) {
    this.settings = settings;
    this.monotonic = monotonic;
    this.wall = wall;
  }

  Journal open(Path folder) throws JournalException {
    FolderLock lock = lock(folder);
    try {
      return open(new FileStorage(folder), lock, name -> queue(folder, name));
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
   * @param queues where each of the queues beside the log is
   */
  Journal open(Storage storage, Closeable lock, JournalQueues.Folders queues)
      throws JournalException, IOException {
    SteppedJournal steps = SteppedJournal.open(storage, settings, monotonic, wall);
    report(steps.recovery(), steps.clock());
    steps.keep(JournalQueues.open(settings, queues, steps.reached()));
    steps.queues().losses().forEach(loss -> LOG.error("journal=lost what=\"{}\"", loss));
    return new Journal(lock, steps);
  }

  private static Storage queue(Path folder, String name) throws IOException {
    return new FileStorage(Files.createDirectories(JournalQueues.folder(folder, name)));
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

  static void release(Closeable lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("journal=lock-not-released cause=\"{}\"", e.toString());
    }
  }

  private static void report(RecoveryReport report, NodeClock clock) {
    LOG.info(
        "journal=open segments={} records={} sessions={} messages={} retained={} bytesRead={}"
            + " tornBytes={} losses={}",
        report.segments(),
        report.records(),
        report.sessions(),
        report.messages(),
        report.retained(),
        report.bytesRead(),
        report.bytesTorn(),
        report.losses().size());
    report.losses().forEach(loss -> LOG.error("journal=lost what=\"{}\"", loss));
    if (!clock.absenceBelieved()) {
      LOG.warn(
          "journal=clock absence={} believed=no: nothing expires for the time without this process",
          clock.absence().orElseThrow());
    }
  }
}
