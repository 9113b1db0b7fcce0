package dev.sluice.cloud.down;

import dev.sluice.storage.FileStorage;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits for nodes on disk, and the thread that writes it: what is given while the disk is busy
 * is written together, and is safe before it is reported.
 */
public final class DownStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DownStore.class);
  private static final long PATIENCE_SECONDS = 10;
  private static final long SWEEP_SECONDS = 60;

  /** Who is told, on the loop. */
  public interface Listener {
    /**
     * A node has said what it wants, and that is kept.
     *
     * @param refused wishes that it may not have, by their place
     */
    void subscribed(Subscription subscription, List<LaneSender.Lane> lanes, List<Integer> refused);

    /** The lane has messages up to that number. */
    void kept(String node, int lane, long last);
  }

  /** A message on its way to the disk. */
  private record Coming(DownShelf.Parcel parcel, Consumer<Boolean> done) {}

  private final DownShelf shelf;
  private final Executor loop;
  private final LinkedBlockingQueue<Coming> coming = new LinkedBlockingQueue<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "down");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Listener listener;

  private DownStore(DownShelf shelf, Executor loop) {
    this.shelf = shelf;
    this.loop = loop;
  }

  /**
   * Opens the folder, makes it if need be, and finds what is in it.
   *
   * @param folder in one that is locked already
   * @param loop runs what the listener is told
   */
  public static DownStore open(
      Path folder, DownShelf.Settings settings, Allowance allowance, Executor loop)
      throws IOException {
    SecureRandom random = new SecureRandom();
    DownShelf shelf = DownShelf.open(new OnDisk(folder), settings, allowance, random::nextLong);
    shelf.losses().forEach(loss -> LOG.error("down=lost what=\"{}\"", loss));
    LOG.info("down=open nodes={} waiting={}", shelf.stats().nodes(), shelf.stats().waiting());
    return new DownStore(shelf, loop);
  }

  private record OnDisk(Path folder) implements DownShelf.Folders {
    @Override
    public List<String> nodes() throws IOException {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        return entries
            .filter(Files::isDirectory)
            .map(entry -> entry.getFileName().toString())
            .sorted()
            .toList();
      }
    }

    @Override
    public Storage folder(String path) throws IOException {
      return new FileStorage(Files.createDirectories(folder.resolve(path)));
    }
  }

  /** Before anything else. */
  public void start(Listener newListener) {
    listener = newListener;
    thread.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** Lanes of nodes that asked before, as they are found. */
  public List<NodeLanes> nodes() {
    return List.copyOf(shelf.nodes());
  }

  /** Whether somebody wants that topic; any thread. */
  public boolean isWanted(String topic) {
    return shelf.isWanted(topic);
  }

  /**
   * Keeps a message for whoever wants it; any thread, in the order of the calls.
   *
   * @param once of a QoS 2 publication
   * @param done told by the store's thread: true when it is safe
   */
  public void keep(ForwardedMessage message, Optional<NodeLane.Once> once, Consumer<Boolean> done) {
    coming.add(new Coming(shelf.parcel(message, once), done));
    run(this::keepAll);
  }

  /** As {@link DownShelf#release}; any thread, after what was kept before it. */
  public void release(Ticket ticket) {
    run(() -> shelf.release(ticket));
  }

  /** As {@link DownShelf#forget}; any thread. */
  public void forget(long client) {
    run(() -> shelf.forget(client));
  }

  /** What still comes when the store is closed is not acknowledged, and comes again. */
  private void run(Runnable task) {
    if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  /** Another call may have done it. */
  private void keepAll() {
    List<Coming> all = new ArrayList<>();
    coming.drainTo(all);
    if (all.isEmpty()) {
      return;
    }
    Set<Addressee> reached = new LinkedHashSet<>();
    for (Coming one : all) {
      shelf.add(one.parcel(), System.currentTimeMillis());
      reached.addAll(one.parcel().addressees());
    }
    boolean safe = flush();
    all.forEach(one -> one.done().accept(safe));
    reached.forEach(this::tell);
  }

  private boolean flush() {
    try {
      shelf.flush();
      return true;
    } catch (IOException e) {
      LOG.error("down=not-kept cause=\"{}\"", e.toString());
      return false;
    }
  }

  private void tell(Addressee to) {
    long last = shelf.node(to.node()).orElseThrow().lane(to.lane()).settled();
    loop.execute(() -> listener.kept(to.node(), to.lane(), last));
  }

  /** Remembers what a node wants, and tells the listener. */
  public void subscribe(Subscription subscription) {
    run(
        () -> {
          try {
            List<Integer> refused = shelf.subscribe(subscription);
            List<LaneSender.Lane> lanes =
                shelf.node(subscription.edgeId()).map(NodeLanes::found).orElse(List.of());
            loop.execute(() -> listener.subscribed(subscription, lanes, refused));
          } catch (IOException e) {
            // Without an answer the node asks again.
            LOG.error(
                "down=not-subscribed node={} cause=\"{}\"", subscription.edgeId(), e.toString());
          }
        });
  }

  /**
   * Reads messages of a lane.
   *
   * @param then told on the loop; with nothing when they cannot be read now
   */
  public void read(String node, int lane, long from, int bytesMax, Consumer<NodeLane.Piece> then) {
    run(
        () -> {
          NodeLane.Piece piece = piece(node, lane, from, bytesMax);
          loop.execute(() -> then.accept(piece));
        });
  }

  private NodeLane.Piece piece(String node, int lane, long from, int bytesMax) {
    try {
      NodeLane found = shelf.node(node).orElseThrow().lane(lane);
      return found.read(from, bytesMax, System.currentTimeMillis());
    } catch (IOException e) {
      LOG.error("down=read-failed node={} cause=\"{}\"", node, e.toString());
      return new NodeLane.Piece(from, from, from - 1, new byte[0]);
    }
  }

  /** The node has the lane's messages up to that number. */
  public void release(String node, int lane, long upTo) {
    run(
        () -> {
          try {
            shelf.node(node).orElseThrow().lane(lane).release(upTo);
          } catch (IOException e) {
            // It is sent again after the next start, and the node knows it.
            LOG.error("down=release-failed node={} cause=\"{}\"", node, e.toString());
          }
        });
  }

  private void sweep() {
    try {
      shelf.sweep(System.currentTimeMillis());
    } catch (IOException e) {
      LOG.error("down=sweep-failed cause=\"{}\"", e.toString());
    }
  }

  /** Any thread. */
  public DownShelf.Stats stats() {
    return shelf.stats();
  }

  @Override
  public void close() throws IOException {
    thread.shutdown();
    try {
      thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    shelf.close();
  }
}
