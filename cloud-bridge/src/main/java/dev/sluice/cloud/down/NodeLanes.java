package dev.sluice.cloud.down;

import dev.sluice.spool.Spool;
import dev.sluice.storage.Storage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.LaneSender;
import dev.sluice.uplink.forward.Subscription;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** All that is kept of one node: what it has asked for, and its lanes. */
public final class NodeLanes implements Closeable {
  /** The most urgent first. */
  static final List<LaneName> NAMES = List.of(new LaneName("urgent"), new LaneName("normal"));

  private static final String ASKED = "subscription";
  private static final String BEING_WRITTEN = "subscription.new";

  private final String node;
  private final Storage folder;
  private final List<NodeLane> lanes;
  private Optional<Subscription> asked;

  private NodeLanes(
      String node, Storage folder, List<NodeLane> lanes, Optional<Subscription> asked) {
    this.node = node;
    this.folder = folder;
    this.lanes = List.copyOf(lanes);
    this.asked = asked;
  }

  static NodeLanes open(
      String node, DownShelf.Folders folders, Spool.Settings settings, LongSupplier epochs)
      throws IOException {
    Storage folder = folders.folder(node);
    List<NodeLane> lanes = new ArrayList<>();
    for (LaneName name : NAMES) {
      lanes.add(NodeLane.open(folders.folder(node + "/" + name), settings, epochs));
    }
    return new NodeLanes(node, folder, lanes, read(folder));
  }

  /** A node whose words cannot be read is asked again when it comes. */
  private static Optional<Subscription> read(Storage folder) throws IOException {
    if (!folder.list().contains(ASKED)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Subscription.decode(folder.read(ASKED)));
    } catch (MalformedEnvelopeException e) {
      return Optional.empty();
    }
  }

  Optional<Subscription> asked() {
    return asked;
  }

  /** Remembers what the node wants; returns when that would survive. */
  void ask(Subscription subscription) throws IOException {
    if (asked.filter(subscription::equals).isPresent()) {
      return;
    }
    if (folder.list().contains(BEING_WRITTEN)) {
      folder.delete(BEING_WRITTEN);
    }
    try (Storage.Appender file = folder.create(BEING_WRITTEN)) {
      file.append(ByteBuffer.wrap(subscription.encode()));
      file.force();
    }
    folder.rename(BEING_WRITTEN, ASKED);
    asked = Optional.of(subscription);
    if (subscription.wishes().isEmpty()) {
      for (NodeLane lane : lanes) {
        lane.release(lane.settled());
      }
    }
  }

  public String node() {
    return node;
  }

  public NodeLane lane(int index) {
    return lanes.get(index);
  }

  List<NodeLane> all() {
    return lanes;
  }

  /** As the sender finds them. */
  public List<LaneSender.Lane> found() {
    List<LaneSender.Lane> found = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      NodeLane lane = lanes.get(i);
      LinkId link = new LinkId(node, lane.epoch());
      found.add(new LaneSender.Lane(NAMES.get(i), link, lane.released(), lane.settled()));
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    for (NodeLane lane : lanes) {
      lane.close();
    }
  }
}
