package dev.sluice.cloud.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads the store, and how far each has come: a message is released when all of them are done
 * with it. Lives on the loop; its marks are written by the store's thread.
 */
public final class LaneReaders {
  private static final Logger LOG = LoggerFactory.getLogger(LaneReaders.class);

  /** What a reader does when a lane is full of messages that it lacks. */
  public enum WhenFull {
    WAIT,
    /** It goes without the older half of those that only it lacks. */
    SKIP
  }

  /**
   * @param name the same after a restart: by it the reader goes on where it was
   */
  public record Settings(String name, ReadWindow window, WhenFull whenFull) {}

  private final LaneStore store;
  private final ReaderMarks restored;
  private final List<Reader> readers = new ArrayList<>();
  private final Set<StoredLane> full = new HashSet<>();
  private boolean dirty;

  public LaneReaders(LaneStore store) {
    this.store = store;
    this.restored = store.marks();
  }

  /** One more reader; before the first message is read. */
  public LanePublisher add(
      Settings settings, LanePublisher.Outlet outlet, LongSupplier wallMillis) {
    var reader = new Reader(settings);
    readers.add(reader);
    reader.publisher = new LanePublisher(store, reader, settings.window(), outlet, wallMillis);
    return reader.publisher;
  }

  /** Now and then: what was reached becomes safe, and who fills a lane is found. */
  public void onTick() {
    if (dirty && store.canSaveMarks()) {
      save();
    }
    for (StoredLane lane : store.lanes()) {
      if (lane.isFull()) {
        onFull(lane);
      } else {
        full.remove(lane);
      }
    }
  }

  /** What was reached becomes safe. With one reader it is what was released. */
  public void save() {
    dirty = false;
    if (readers.size() < 2) {
      return;
    }
    ReaderMarks marks = ReaderMarks.none();
    for (Reader reader : readers) {
      reader.reached.forEach(
          (lane, reached) ->
              marks.put(
                  reader.settings.name(),
                  lane.name(),
                  new ReaderMarks.Mark(lane.published(), reached)));
    }
    store.save(marks);
  }

  private void onFull(StoredLane lane) {
    long slowest = reachedByAll(lane);
    List<Reader> behind = readers.stream().filter(one -> one.reached(lane) <= slowest).toList();
    if (full.add(lane)) {
      LOG.warn(
          "store=full lane={} waits-for={} messages={}",
          lane.name(),
          behind.stream().map(one -> one.settings.name()).toList(),
          lane.stored() - slowest);
    }
    boolean released = slowest <= lane.published();
    if (released && behind.stream().allMatch(Reader::maySkip)) {
      long others = reachedByThoseWhoWait(lane);
      long half = slowest + (lane.stored() - slowest + 1) / 2;
      behind.forEach(one -> one.publisher.skip(lane, Math.min(half, others)));
    }
  }

  private long reachedByAll(StoredLane lane) {
    return readers.stream().mapToLong(one -> one.reached(lane)).min().orElse(0);
  }

  private long reachedByThoseWhoWait(StoredLane lane) {
    return readers.stream()
        .filter(one -> !one.maySkip())
        .mapToLong(one -> one.reached(lane))
        .min()
        .orElse(lane.stored());
  }

  /** How far one of them has come, and what it says of that. */
  final class Reader {
    private final Settings settings;
    private final Map<StoredLane, Long> reached = new HashMap<>();
    private LanePublisher publisher;

    private Reader(Settings settings) {
      this.settings = settings;
    }

    private boolean maySkip() {
      return settings.whenFull() == WhenFull.SKIP;
    }

    /** The last message of the lane that it is done with. */
    long reached(StoredLane lane) {
      return Math.max(
          lane.published(),
          reached.computeIfAbsent(lane, fresh -> restored.reached(settings.name(), fresh)));
    }

    /** It is done with all up to that message. */
    void reached(StoredLane lane, long upTo) {
      reached.put(lane, upTo);
      dirty = true;
      long all = reachedByAll(lane);
      if (all > lane.published()) {
        store.release(lane, all);
      }
    }
  }
}
