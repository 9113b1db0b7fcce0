package dev.sluice.cloud.down;

import dev.sluice.spool.Spool;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.MessageCodec;
import dev.sluice.uplink.forward.Subscription;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What waits for all nodes, without a thread: one owner calls what changes it, any thread may ask
 * who wants a topic.
 */
public final class DownShelf implements Closeable {
  /**
   * @param laneBytesMax of one lane of one node; beyond, its oldest messages make room
   * @param maxAge after which no message is worth anything
   * @param nodesMax that may ask
   */
  public record Settings(long laneBytesMax, int segmentBytes, Duration maxAge, int nodesMax) {}

  /** Where nodes are. */
  public interface Folders {
    /** Names of the nodes that have a folder. */
    List<String> nodes() throws IOException;

    /**
     * @param path a node, or a lane of it behind a slash; made if need be
     */
    Storage folder(String path) throws IOException;
  }

  /** A message as it is kept, and for whom. */
  public record Parcel(
      List<Addressee> addressees,
      byte[] body,
      OptionalLong remainingMs,
      Optional<NodeLane.Once> once) {}

  private final Folders folders;
  private final Settings settings;
  private final Allowance allowance;
  private final LongSupplier epochs;
  private final Map<String, NodeLanes> nodes = new ConcurrentHashMap<>();
  private final Set<NodeLane> touched = new LinkedHashSet<>();
  private volatile Audience audience = Audience.NOBODY;

  private DownShelf(Folders folders, Settings settings, Allowance allowance, LongSupplier epochs) {
    this.folders = folders;
    this.settings = settings;
    this.allowance = allowance;
    this.epochs = epochs;
  }

  /**
   * Finds what earlier processes kept; what nodes asked for is judged anew.
   *
   * @param epochs random numbers for lanes that are new
   */
  public static DownShelf open(
      Folders folders, Settings settings, Allowance allowance, LongSupplier epochs)
      throws IOException {
    DownShelf shelf = new DownShelf(folders, settings, allowance, epochs);
    for (String node : folders.nodes()) {
      if (LinkId.isEdgeId(node)) {
        shelf.open(node).asked().ifPresent(shelf::hear);
      }
    }
    return shelf;
  }

  private NodeLanes open(String node) throws IOException {
    Spool.Settings spool =
        new Spool.Settings(
            Spool.Sync.FORCED,
            settings.laneBytesMax(),
            settings.segmentBytes(),
            Spool.WhenFull.DROP_OLDEST);
    NodeLanes lanes = NodeLanes.open(node, folders, spool, epochs);
    nodes.put(node, lanes);
    return lanes;
  }

  /** What could not be read when it was opened, one line each. */
  public List<String> losses() {
    List<String> losses = new ArrayList<>();
    for (NodeLanes lanes : nodes.values()) {
      for (NodeLane lane : lanes.all()) {
        lane.losses().forEach(loss -> losses.add(lanes.node() + ": " + loss));
      }
    }
    return losses;
  }

  /** Of all nodes that ever asked; any thread. */
  public Collection<NodeLanes> nodes() {
    return nodes.values();
  }

  /** Any thread. */
  public Optional<NodeLanes> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /**
   * Remembers what a node wants, and returns when that would survive.
   *
   * @return wishes that it may not have, by their place
   * @throws IOException when it cannot be kept, or there are too many nodes
   */
  public List<Integer> subscribe(Subscription subscription) throws IOException {
    NodeLanes known = nodes.get(subscription.edgeId());
    if (known == null && subscription.wishes().isEmpty()) {
      return List.of();
    }
    if (known == null && nodes.size() >= settings.nodesMax()) {
      throw new IOException("there are %d nodes already".formatted(nodes.size()));
    }
    NodeLanes lanes = known == null ? open(subscription.edgeId()) : known;
    lanes.ask(subscription);
    return hear(subscription);
  }

  private List<Integer> hear(Subscription subscription) {
    List<Integer> refused = new ArrayList<>();
    List<Audience.Granted> granted = new ArrayList<>();
    for (int i = 0; i < subscription.wishes().size(); i++) {
      Subscription.Wish wish = subscription.wishes().get(i);
      Optional<Filter> filter =
          Filter.parse(wish.filter())
              .filter(wanted -> allowance.allows(subscription.edgeId(), wanted));
      int lane = NodeLanes.NAMES.indexOf(wish.lane());
      if (filter.isPresent() && lane >= 0) {
        granted.add(new Audience.Granted(filter.get(), lane, wish.maxAgeMs()));
      } else {
        refused.add(i);
      }
    }
    audience =
        audience.with(
            subscription.edgeId(), new Audience.Listener(subscription.messageBytesMax(), granted));
    return refused;
  }

  /** Whether somebody wants that topic; any thread. */
  public boolean isWanted(String topic) {
    return audience.isWanted(topic);
  }

  /** The message for whoever wants it; any thread. */
  public Parcel parcel(ForwardedMessage message, Optional<NodeLane.Once> once) {
    byte[] body = MessageCodec.encode(message);
    return new Parcel(audience.of(message.topic(), body.length), body, message.remainingMs(), once);
  }

  /** Takes a message for its addressees; {@link #flush} makes it safe. */
  public void add(Parcel parcel, long wallMillis) {
    for (Addressee addressee : parcel.addressees()) {
      NodeLane lane = nodes.get(addressee.node()).lane(addressee.lane());
      long ageMs = settings.maxAge().toMillis();
      ageMs = Math.min(ageMs, addressee.maxAgeMs().orElse(Long.MAX_VALUE));
      ageMs = Math.min(ageMs, parcel.remainingMs().orElse(Long.MAX_VALUE));
      lane.add(parcel.body(), parcel.once(), wallMillis, OptionalLong.of(wallMillis + ageMs));
      touched.add(lane);
    }
  }

  /**
   * Makes safe what was added.
   *
   * @throws IOException when some of it is not: its publishers have to send it again
   */
  public void flush() throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (NodeLane lane : touched) {
      try {
        lane.flush();
      } catch (IOException e) {
        // Each is tried, so that none keeps entries that come again.
        failure = Optional.of(e);
      }
    }
    touched.clear();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** The publication is released: sent under the same identifier, the next one is another. */
  public void release(Ticket ticket) {
    forEachLane(lane -> lane.release(ticket));
  }

  /** That client has no publication open any more. */
  public void forget(long client) {
    forEachLane(lane -> lane.forget(client));
  }

  private void forEachLane(Consumer<NodeLane> action) {
    nodes.values().forEach(lanes -> lanes.all().forEach(action));
  }

  /** Gives up what is too old. */
  public void sweep(long wallMillis) throws IOException {
    for (NodeLanes lanes : nodes.values()) {
      for (NodeLane lane : lanes.all()) {
        lane.sweep(wallMillis);
      }
    }
  }

  /**
   * How all lanes stand; any thread.
   *
   * @param waiting messages that no node has yet
   * @param dropped messages that made room for newer ones
   * @param expired messages given up because they were too old
   */
  public record Stats(int nodes, long waiting, long bytes, long dropped, long expired) {}

  public Stats stats() {
    List<NodeLane> lanes = nodes.values().stream().flatMap(one -> one.all().stream()).toList();
    return new Stats(
        nodes.size(),
        lanes.stream().mapToLong(lane -> Math.max(0, lane.settled() - lane.released())).sum(),
        lanes.stream().mapToLong(NodeLane::bytes).sum(),
        lanes.stream().mapToLong(NodeLane::dropped).sum(),
        lanes.stream().mapToLong(NodeLane::expired).sum());
  }

  @Override
  public void close() throws IOException {
    for (NodeLanes lanes : nodes.values()) {
      lanes.close();
    }
  }
}
