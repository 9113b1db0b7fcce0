package dev.sluice.edge.journal;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolEntry;
import dev.sluice.spool.SpoolException;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The queues beside the log, a spool each. A batch's entries are forced there first, the rest of
 * the batch in the log afterwards, and both together count as durable. Of entries that are to come
 * once only, the log gets evidence: without it, a start takes them back.
 *
 * <p>The note of each spool has its epoch, a random number that tells this queue from any other one
 * that ever had its name.
 */
public final class JournalQueues implements Closeable {
  static final JournalQueues NONE = new JournalQueues(List.of());

  /**
   * @param name of its folder
   */
  public record Settings(String name, long bytesMax, int segmentBytes, Spool.WhenFull whenFull) {}

  /** Where the queues are. */
  public interface Folders {
    Storage folder(String name) throws IOException;
  }

  /** One queue, and how far the present process has come in it. */
  private static final class Queue {
    private final String name;
    private final Spool spool;
    private long writtenSequence = Long.MIN_VALUE;
    private boolean changed;

    Queue(String name, Spool spool) {
      this.name = name;
      this.spool = spool;
    }
  }

  /** The folder in which they are, in the journal's. */
  private static final String FOLDER = "queues";

  private final List<Queue> queues;

  private JournalQueues(List<Queue> queues) {
    this.queues = List.copyOf(queues);
  }

  /**
   * Those that the journal has had, in the order of their names.
   *
   * @throws JournalException when its folder cannot be read
   */
  public static List<String> namesIn(Path journal) throws JournalException {
    Path folder = journal.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(Files::isDirectory)
          .map(one -> one.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new JournalException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  static Path folder(Path journal, String name) {
    return journal.resolve(FOLDER).resolve(name);
  }

  /**
   * @param reached the log's last number, when it is sure of it
   */
  static JournalQueues open(Journal.Settings settings, Folders folders, OptionalLong reached)
      throws JournalException, IOException {
    return open(settings, Boot.now(), folders, reached);
  }

  /**
   * @param boot of the machine
   */
  static JournalQueues open(
      Journal.Settings settings, long boot, Folders folders, OptionalLong reached)
      throws JournalException, IOException {
    List<Queue> queues = new ArrayList<>();
    for (Settings queue : settings.queues()) {
      Storage folder = folders.folder(queue.name());
      Spool spool = open(queue, settings.durability(), boot, folder, reached);
      queues.add(new Queue(queue.name(), spool));
    }
    return new JournalQueues(queues);
  }

  private static Spool open(
      Settings queue, SyncPolicy durability, long boot, Storage storage, OptionalLong reached)
      throws JournalException, IOException {
    Spool.Sync sync = durability == SyncPolicy.FSYNC ? Spool.Sync.FORCED : Spool.Sync.WRITTEN;
    Spool.Settings settings =
        new Spool.Settings(sync, queue.bytesMax(), queue.segmentBytes(), queue.whenFull());
    try {
      QueueNote first = new QueueNote(newEpoch(), durability, boot);
      Spool spool = Spool.open(storage, settings, first.written(0), reached);
      QueueNote found = QueueNote.of(spool.note());
      if (spool.endLost() || found.mayLackItsEnd(boot)) {
        // Numbers would be given twice: a new epoch tells them apart.
        write(spool, first);
      } else if (!found.isOf(durability, boot)) {
        write(spool, new QueueNote(found.epoch(), durability, boot));
      }
      return spool;
    } catch (SpoolException e) {
      throw new JournalException("queues/" + queue.name() + ": " + e.getMessage(), e);
    }
  }

  private static void write(Spool spool, QueueNote note) throws IOException {
    spool.setNote(note.written(spool.note().stamp()));
    spool.write();
  }

  private static long newEpoch() {
    return new SecureRandom().nextLong();
  }

  public boolean isEmpty() {
    return queues.isEmpty();
  }

  public int size() {
    return queues.size();
  }

  public String name(int queue) {
    return queues.get(queue).name;
  }

  /** The spool of a queue; its writing is not yours. */
  public Spool spool(int queue) {
    return queues.get(queue).spool;
  }

  /** Tells a queue from any other one that ever had its name. */
  public long epoch(int queue) {
    return QueueNote.of(spool(queue).note()).epoch();
  }

  /** The greatest number of a record that any of them has; the log may have lost it. */
  long lastSequence() {
    return queues.stream().mapToLong(queue -> queue.spool.note().stamp()).max().orElse(0);
  }

  /** What was found missing when they were opened, one line each. */
  List<String> losses() {
    return queues.stream().flatMap(queue -> queue.spool.losses().stream()).toList();
  }

  /** Makes the entries of the batch safe. One that comes again after an error is known. */
  void write(List<Effect.Append> batch) throws IOException {
    for (Effect.Append append : batch) {
      if (append.record() instanceof Enqueued enqueued) {
        Queue queue = queues.get(enqueued.queue());
        if (append.sequence() > queue.writtenSequence) {
          queue.spool.add(entry(append.sequence(), enqueued));
          queue.changed = true;
        }
      }
    }
    long last = batch.isEmpty() ? 0 : batch.get(batch.size() - 1).sequence();
    writeChanged(last);
  }

  private void writeChanged(long lastSequence) throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (Queue queue : queues) {
      if (queue.changed) {
        try {
          queue.spool.write();
          queue.writtenSequence = lastSequence;
        } catch (IOException e) {
          // Each is tried, so that none keeps entries that come again.
          failure = Optional.of(e);
        }
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static SpoolEntry entry(long sequence, Enqueued enqueued) {
    return new SpoolEntry(
        sequence,
        enqueued.onceOnly(),
        enqueued.atNanos(),
        enqueued.expiresAtNanos(),
        enqueued.entry().bytes());
  }

  /** What the log has to keep of the batch: with once-only entries in it, its last number too. */
  List<Effect.Append> withoutEntries(List<Effect.Append> batch) {
    if (batch.stream().noneMatch(append -> append.record() instanceof Enqueued)) {
      return batch;
    }
    List<Effect.Append> rest = new ArrayList<>();
    boolean onceOnly = false;
    for (Effect.Append append : batch) {
      if (append.record() instanceof Enqueued enqueued) {
        onceOnly |= enqueued.onceOnly();
      } else {
        rest.add(append);
      }
    }
    Effect.Append last = batch.get(batch.size() - 1);
    if (onceOnly) {
      // As safe as the queue: it is what a start asks whether the entries count.
      rest.removeIf(append -> append.sequence() == last.sequence());
      rest.add(new Effect.Append(last.sequence(), last.record(), KeepLevel.DISK));
    }
    return rest;
  }

  /** The log has its part: what was written may be sent. */
  void settle() {
    for (Queue queue : queues) {
      if (queue.changed) {
        queue.spool.settle();
        queue.changed = false;
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Queue queue : queues) {
      queue.spool.close();
    }
  }
}
