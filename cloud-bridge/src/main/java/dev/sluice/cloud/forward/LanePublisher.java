package dev.sluice.cloud.forward;

import dev.sluice.spool.SpoolBatch;
import dev.sluice.spool.SpoolEntry;
import dev.sluice.spool.SpoolRecord;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Gives one reader what the store holds, each lane in its order, and releases what it has
 * acknowledged. Lives on the loop.
 */
public final class LanePublisher {
  /** First level of the link's own topics. */
  private static final String LINK = "sluice";

  private static final int READ_BYTES = 16 << 10;
  private static final long NANOS_PER_MS = 1_000_000;

  /** Where messages go. */
  public interface Outlet {
    /** Whether there is a connection. */
    boolean isOpen();

    /**
     * @param done told once, when it is there, unless the connection breaks before
     */
    void publish(Origin origin, ForwardedMessage message, Runnable done);
  }

  private final LaneStore store;
  private final LaneReaders.Reader reader;
  private final ReadWindow window;
  private final Outlet outlet;
  private final LongSupplier wallMillis;
  private final Map<StoredLane, LaneProgress> lanes = new HashMap<>();
  private final Set<StoredLane> waiting = new LinkedHashSet<>();
  private final Set<StoredLane> unread = new LinkedHashSet<>();
  private int connection;
  private int unacknowledged;
  private long unacknowledgedBytes;
  private long published;
  private long expired;
  private long unreadable;
  private long skipped;

  LanePublisher(
      LaneStore store,
      LaneReaders.Reader reader,
      ReadWindow window,
      Outlet outlet,
      LongSupplier wallMillis) {
    this.store = store;
    this.reader = reader;
    this.window = window;
    this.outlet = outlet;
    this.wallMillis = wallMillis;
  }

  /** There is a new connection: what was not acknowledged on the last one goes again. */
  public void onOpen() {
    connection++;
    lanes.clear();
    waiting.clear();
    unread.clear();
    unacknowledged = 0;
    unacknowledgedBytes = 0;
    store.lanes().forEach(this::pump);
  }

  /** There is more. */
  public void onCommitted(Batch batch) {
    pump(store.lane(batch));
  }

  private void pump(StoredLane lane) {
    LaneProgress progress = progress(lane);
    boolean more = progress.next() <= lane.stored();
    if (more && isFull(progress)) {
      waiting.add(lane);
    } else if (outlet.isOpen() && more && progress.mayRead(window.lane())) {
      progress.reading(true);
      int number = connection;
      store.read(
          lane,
          progress.next(),
          READ_BYTES,
          batch -> {
            if (number == connection) {
              publish(lane, progress, batch);
            }
          });
    }
  }

  private LaneProgress progress(StoredLane lane) {
    return lanes.computeIfAbsent(lane, fresh -> new LaneProgress(reader.reached(fresh)));
  }

  private void publish(StoredLane lane, LaneProgress progress, SpoolBatch batch) {
    int number = connection;
    long reached = batch.last();
    for (SpoolRecord record : batch.records()) {
      if (progress.isFull(window.lane()) || isFull(progress)) {
        // A read is bounded in bytes, and small messages are many: the rest is read again.
        reached = record.sequence() - 1;
        break;
      }
      progress.begin(record.sequence());
      int bytes = record.entry().body().length;
      unacknowledged++;
      unacknowledgedBytes += bytes;
      Runnable done =
          () -> {
            if (number == connection) {
              unacknowledgedBytes -= bytes;
              acknowledged(lane, progress, record.sequence());
            }
          };
      publish(origin(lane, record), record.entry(), done);
    }
    // Only now: an acknowledgement may have come at once, and must not read the same again.
    progress.reading(false);
    if (batch.isEmpty()) {
      // The disk could not be read. It may be later.
      unread.add(lane);
      return;
    }
    progress.reached(reached);
    release(lane, progress);
    pump(lane);
  }

  /** Now and then: reads again what could not be read. */
  public void onTick() {
    List<StoredLane> again = List.copyOf(unread);
    unread.clear();
    again.forEach(this::pump);
  }

  private void publish(Origin origin, SpoolEntry entry, Runnable done) {
    long leftNanos = entry.expiresAtNanos() - wallMillis.getAsLong() * NANOS_PER_MS;
    if (entry.expiresAtNanos() != SpoolEntry.NEVER && leftNanos <= 0) {
      expired++;
      done.run();
      return;
    }
    try {
      ForwardedMessage message = MessageCodec.decode(entry.body(), leftMs(entry, leftNanos));
      if (!isOursToPublish(message.topic())) {
        unreadable++;
        done.run();
        return;
      }
      published++;
      outlet.publish(origin, message, done);
    } catch (MalformedEnvelopeException e) {
      unreadable++;
      done.run();
    }
  }

  private static Origin origin(StoredLane lane, SpoolRecord record) {
    return new Origin(
        lane.edgeId(),
        lane.lane().toString(),
        record.sequence(),
        record.entry().atNanos() / NANOS_PER_MS);
  }

  private static OptionalLong leftMs(SpoolEntry entry, long leftNanos) {
    return entry.expiresAtNanos() == SpoolEntry.NEVER
        ? OptionalLong.empty()
        : OptionalLong.of(leftNanos / NANOS_PER_MS);
  }

  /**
   * An edge node never forwards to such topics; who speaks for one might, to reach others with the
   * bridge's rights.
   */
  private static boolean isOursToPublish(String topic) {
    return !topic.isEmpty()
        && !topic.startsWith("$")
        && !topic.equals(LINK)
        && !topic.startsWith(LINK + "/")
        && topic.chars().noneMatch(c -> c == '+' || c == '#' || c == 0);
  }

  private void acknowledged(StoredLane lane, LaneProgress progress, long sequence) {
    progress.done(sequence);
    unacknowledged--;
    if (progress.isWorthReleasing(window.lane() / 4)) {
      release(lane, progress);
    }
    pump(lane);
    pumpWaiting();
  }

  private boolean isFull(LaneProgress progress) {
    return isFull() && !(window.idle() == ReadWindow.Idle.SENDS_ONE && progress.isIdle());
  }

  private boolean isFull() {
    return unacknowledged >= window.all() || unacknowledgedBytes >= window.allBytes();
  }

  private void pumpWaiting() {
    if (!waiting.isEmpty() && !isFull()) {
      StoredLane first = waiting.iterator().next();
      waiting.remove(first);
      pump(first);
    }
  }

  /** Goes without the messages of the lane up to that one. */
  void skip(StoredLane lane, long upTo) {
    LaneProgress progress = progress(lane);
    skipped += progress.skip(upTo);
    release(lane, progress);
    pump(lane);
  }

  private void release(StoredLane lane, LaneProgress progress) {
    if (progress.takeReleasable() > reader.reached(lane)) {
      reader.reached(lane, progress.released());
    }
  }

  /** Messages given to the broker, repetitions included. */
  public long published() {
    return published;
  }

  public long expired() {
    return expired;
  }

  /** Messages that it went without, because they filled the store. */
  public long skipped() {
    return skipped;
  }

  /** Messages of the store that it is not done with. */
  public long backlog() {
    return store.lanes().stream().mapToLong(lane -> lane.stored() - reader.reached(lane)).sum();
  }

  /** Messages that were damaged, or on a topic that an edge node never forwards to. */
  public long unreadable() {
    return unreadable;
  }
}
