package dev.sluice.cloud.forward;

import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.storage.FileStorage;
import dev.sluice.storage.FolderLock;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.PackedBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge's own store: a folder for each lane of each edge node. What is given while the disk is
 * busy is written together, and is safe before it is reported.
 */
public final class LaneStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneStore.class);
  private static final long PATIENCE_SECONDS = 10;

  /**
   * @param laneBytesMax of one lane of one edge node, waiting to be published
   */
  public record Settings(long laneBytesMax, int segmentBytes) {}

  /** Who is told of a batch, on the loop. */
  public interface Listener {
    void committed(Batch batch);

    void failed(Batch batch);

    /** It is no batch. */
    void malformed(Batch batch);

    /** After batches of that lane have failed: something of it was published and is gone. */
    void room(String edgeId, LaneName lane);
  }

  private final Path folder;
  private final Settings settings;
  private final long identity;
  private final FolderLock lock;
  private final Executor loop;
  private final Unpacking unpacking = new Unpacking();
  private final Map<String, StoredLane> lanes = new ConcurrentHashMap<>();
  private final LinkedBlockingQueue<Batch> waiting = new LinkedBlockingQueue<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "store");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean saving = new AtomicBoolean();
  private volatile long oldestMs = Long.MAX_VALUE;
  private Listener listener;

  private LaneStore(Path folder, long identity, Settings settings, FolderLock lock, Executor loop) {
    this.folder = folder;
    this.identity = identity;
    this.settings = settings;
    this.lock = lock;
    this.loop = loop;
  }

  /**
   * Opens the folder, makes it if need be, and finds what is in it.
   *
   * @param loop runs what the listener is told
   */
  public static LaneStore open(Path folder, Settings settings, Executor loop)
      throws StoreException {
    try {
      Files.createDirectories(folder);
      FolderLock lock =
          FolderLock.tryLock(folder)
              .orElseThrow(
                  () ->
                      new StoreException(
                          "%s: is in use by process %s: stop it, or set another store.dir"
                              .formatted(folder, FolderLock.holder(folder))));
      LaneStore store = new LaneStore(folder, StoreIdentity.of(folder), settings, lock, loop);
      store.find();
      return store;
    } catch (IOException e) {
      throw new StoreException(
          "%s: cannot be used: %s; repair it, or set another store.dir".formatted(folder, e));
    }
  }

  private void find() throws IOException, StoreException {
    for (Path edge : foldersOf(folder)) {
      if (!LinkId.isEdgeId(edge.getFileName().toString())) {
        continue;
      }
      for (Path lane : foldersOf(edge)) {
        open(edge.getFileName() + "/" + lane.getFileName());
      }
    }
    LOG.info("store=open lanes={}", lanes.size());
  }

  /** Which of all stores it is, as long as its folder lives. */
  public long identity() {
    return identity;
  }

  private static List<Path> foldersOf(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    }
  }

  private StoredLane open(String name) throws IOException, StoreException {
    Spool.Settings spool =
        new Spool.Settings(
            Spool.Sync.FORCED,
            settings.laneBytesMax(),
            settings.segmentBytes(),
            Spool.WhenFull.REFUSE);
    FileStorage storage = new FileStorage(Files.createDirectories(folder.resolve(name)));
    StoredLane lane = StoredLane.open(name, storage, spool);
    lane.losses().forEach(loss -> LOG.error("store=lost lane={} what=\"{}\"", name, loss));
    lanes.put(name, lane);
    return lane;
  }

  /** Before the first batch. */
  public void tell(Listener newListener) {
    listener = newListener;
  }

  private static String name(LinkId link, LaneName lane) {
    return link.edgeId() + "/" + lane;
  }

  /** The last number committed of that life of the lane; any thread. */
  public Optional<Long> committed(LinkId link, LaneName lane) {
    return Optional.ofNullable(lanes.get(name(link, lane)))
        .flatMap(stored -> stored.committed(link.epoch()));
  }

  Collection<StoredLane> lanes() {
    return lanes.values();
  }

  /** The lane of a batch that was committed. */
  StoredLane lane(Batch batch) {
    return lanes.get(name(batch.link(), batch.lane()));
  }

  /** Keeps the batch, and tells the listener; any thread. */
  public void commit(Batch batch) {
    waiting.add(batch);
    run(this::commitAll);
  }

  /** What still comes when the store is closed is repeated after the next start. */
  private void run(Runnable task) {
    if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  /** Another call may have done it. */
  private void commitAll() {
    List<Batch> batches = new ArrayList<>();
    waiting.drainTo(batches);
    List<Batch> added = new ArrayList<>();
    Set<StoredLane> touched = new LinkedHashSet<>();
    for (Batch batch : batches) {
      try {
        StoredLane lane = laneOf(batch);
        if (lane.mustFlushBefore(batch)) {
          flush(lane, added);
        }
        byte[] block = PackedBlock.unpack(batch.block(), unpacking);
        lane.add(batch, StoredLane.items(batch, block), System.currentTimeMillis());
        touched.add(lane);
        added.add(batch);
      } catch (MalformedEnvelopeException e) {
        LOG.error(
            "store=closed lane={} first={} cause=\"{}\"",
            name(batch.link(), batch.lane()),
            batch.first(),
            e.getMessage());
        loop.execute(() -> listener.malformed(batch));
      } catch (IOException | StoreException e) {
        fail(batch, e);
      }
    }
    touched.forEach(lane -> flush(lane, added));
  }

  private StoredLane laneOf(Batch batch) throws IOException, StoreException {
    String name = name(batch.link(), batch.lane());
    StoredLane known = lanes.get(name);
    return known != null ? known : open(name);
  }

  private void flush(StoredLane lane, List<Batch> added) {
    List<Batch> own = added.stream().filter(batch -> lane(batch) == lane).toList();
    added.removeAll(own);
    try {
      lane.flush();
      loop.execute(() -> own.forEach(listener::committed));
    } catch (IOException e) {
      own.forEach(batch -> fail(batch, e));
    }
  }

  private void fail(Batch batch, Exception cause) {
    Optional.ofNullable(lanes.get(name(batch.link(), batch.lane()))).ifPresent(StoredLane::refused);
    LOG.warn(
        "store=refused lane={} first={} cause=\"{}\"",
        name(batch.link(), batch.lane()),
        batch.first(),
        cause.getMessage());
    loop.execute(() -> listener.failed(batch));
  }

  /**
   * Reads on the store's thread, and tells on the loop.
   *
   * @param then takes an empty batch when it cannot be read now
   */
  void read(StoredLane lane, long from, int bytesMax, Consumer<SpoolBatch> then) {
    run(
        () -> {
          try {
            var batch = lane.read(from, bytesMax);
            loop.execute(() -> then.accept(batch));
          } catch (IOException e) {
            LOG.error("store=read-failed lane={} cause=\"{}\"", lane.name(), e.toString());
            var nothing = new SpoolBatch(from, from - 1, List.of());
            loop.execute(() -> then.accept(nothing));
          }
        });
  }

  void release(StoredLane lane, long upTo) {
    run(
        () -> {
          try {
            lane.release(upTo);
            if (lane.takeRefused()) {
              loop.execute(() -> listener.room(lane.edgeId(), lane.lane()));
            }
          } catch (IOException e) {
            // It is published again after the next start.
            LOG.error("store=release-failed lane={} cause=\"{}\"", lane.name(), e.toString());
          }
        });
  }

  /** What readers had reached when they were saved last. */
  ReaderMarks marks() {
    try {
      return ReaderMarks.load(folder);
    } catch (IOException e) {
      LOG.error("store=marks-unreadable cause=\"{}\"", e.toString());
      return ReaderMarks.none();
    }
  }

  /** Whether what was to be saved last is. */
  boolean canSaveMarks() {
    return !saving.get();
  }

  /** Saves them on the store's thread; they are not to be changed after. */
  void save(ReaderMarks marks) {
    saving.set(true);
    run(
        () -> {
          try {
            marks.save(folder);
          } catch (IOException e) {
            // The last ones stay: readers get more of what they had.
            LOG.error("store=marks-failed cause=\"{}\"", e.toString());
          } finally {
            saving.set(false);
          }
        });
  }

  /** Now and then: finds how old what waits is, on the store's thread. */
  public void look() {
    if (looking.compareAndSet(false, true)) {
      run(this::findOldest);
    }
  }

  private void findOldest() {
    long oldest = Long.MAX_VALUE;
    for (StoredLane lane : lanes.values()) {
      try {
        oldest = Math.min(oldest, lane.oldestMs());
      } catch (IOException e) {
        LOG.error("store=read-failed lane={} cause=\"{}\"", lane.name(), e.toString());
      }
    }
    oldestMs = oldest;
    looking.set(false);
  }

  /** How long the oldest message has waited, as it was seen last. */
  public long oldestMs(long nowWallMs) {
    long since = oldestMs;
    return since == Long.MAX_VALUE ? 0 : Math.max(0, nowWallMs - since);
  }

  /** Messages that wait to be published. */
  public long messages() {
    return lanes.values().stream().mapToLong(lane -> lane.stored() - lane.published()).sum();
  }

  /** Bytes that wait to be published. */
  public long bytes() {
    return lanes.values().stream().mapToLong(StoredLane::bytes).sum();
  }

  @Override
  public void close() throws IOException {
    thread.shutdown();
    try {
      thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (StoredLane lane : lanes.values()) {
      lane.close();
    }
    lock.close();
  }
}
