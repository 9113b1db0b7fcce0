package dev.sluice.sim.world.disk;

import dev.sluice.cloud.down.Allowance;
import dev.sluice.cloud.down.DownShelf;
import dev.sluice.cloud.down.NodeLane;
import dev.sluice.cloud.down.NodeLanes;
import dev.sluice.cloud.down.Ticket;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Rule;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The bridge's disk with the shipped shelf of commands on it, which outlives the bridge. */
public final class DownDisk {
  private static final String NODE = "edge";
  private static final String PUBLISHER = "operator";
  private static final int PACKET_IDS = 20;

  /** Operations that write, of one message on two lanes. */
  private static final int OPERATIONS_MAX = 4;

  private final FaultyStorage storage;
  private final SplittableRandom random;
  private final DownShelf.Settings settings;
  private DownShelf shelf;

  /** What is to be sent; see {@link LaneSender#onBlock}. */
  public record Piece(long base, long first, long last, byte[] block) {}

  private record Folders(FaultyStorage storage) implements DownShelf.Folders {
    @Override
    public List<String> nodes() {
      return storage.list().stream().map(name -> name.split("/", -1)[0]).distinct().toList();
    }

    @Override
    public Storage folder(String path) {
      return storage.folder(path);
    }
  }

  /**
   * @param segmentBytes after which a lane begins a new file
   */
  public DownDisk(SplittableRandom random, int segmentBytes) {
    this.random = random;
    this.storage = new FaultyStorage(random.split());
    this.settings = new DownShelf.Settings(1L << 40, segmentBytes, Duration.ofDays(365), 2);
    open();
  }

  private void open() {
    try {
      shelf =
          DownShelf.open(
              new Folders(storage), settings, new Allowance(List.of("d/#")), random::nextLong);
    } catch (IOException e) {
      throw new BrokenRule(Rule.STARTS_AGAIN, "the cloud's commands: " + e.getMessage());
    }
  }

  /** Whether what the node wants is kept now; it may have all that it asks for here. */
  public boolean subscribe(Subscription subscription) {
    try {
      return shelf.subscribe(subscription).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /** As the sender finds them; none before the node has asked. */
  public List<LaneSender.Lane> lanes() {
    return shelf.node(NODE).map(NodeLanes::found).orElse(List.of());
  }

  public boolean isWanted(String topic) {
    return shelf.isWanted(topic);
  }

  /**
   * A publisher of QoS 2 whose identifiers come again soon.
   *
   * @param repeats whether it may have been kept before
   * @return whether it is kept now, and would survive
   */
  public boolean keep(ForwardedMessage message, long number, boolean repeats, long wallMillis) {
    Ticket ticket = Ticket.of(PUBLISHER, (int) (1 + number % PACKET_IDS));
    try {
      NodeLane.Once once = new NodeLane.Once(ticket, repeats);
      shelf.add(shelf.parcel(message, Optional.of(once)), wallMillis);
      shelf.flush();
      shelf.release(ticket);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The last number of a lane that may be sent. */
  public long settled(int lane) {
    return shelf.node(NODE).orElseThrow().lane(lane).settled();
  }

  /** What was asked for, or nothing when the disk does not let it. */
  public Piece read(int lane, long from, int bytesMax, long wallMillis) {
    try {
      NodeLane.Piece piece =
          shelf.node(NODE).orElseThrow().lane(lane).read(from, bytesMax, wallMillis);
      return new Piece(piece.base(), piece.first(), piece.last(), piece.block());
    } catch (IOException e) {
      return new Piece(from, from, from - 1, new byte[0]);
    }
  }

  /** What cannot be released now is sent again, and the node knows it. */
  public void release(int lane, long upTo) {
    try {
      shelf.node(NODE).orElseThrow().lane(lane).release(upTo);
    } catch (IOException e) {
      // As in production.
    }
  }

  /** Whether the node has all that it is to have. */
  public boolean isDrained() {
    return shelf.stats().waiting() == 0;
  }

  /** The power goes, perhaps while this message is written, and comes back. */
  public void losePower(Optional<ForwardedMessage> writing, long number, long wallMillis) {
    if (writing.isPresent()) {
      storage.losePowerAfter(1 + random.nextInt(OPERATIONS_MAX));
      keep(writing.get(), number, true, wallMillis);
    }
    storage.restart();
    open();
  }

  /** A mistake that is planted: from now on nothing is made safe, as if nobody had asked for it. */
  public void skipForce() {
    storage.setForce(Force.LIES);
  }
}
