package dev.sluice.sim.world.actor;

import dev.sluice.sim.world.check.ForwardLedger;
import dev.sluice.sim.world.disk.CloudDisk;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.LaneReceiver;
import dev.sluice.uplink.forward.Packing;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The forwarding half of the cloud, life after life on one disk: takes lanes and keeps them. */
final class CloudShelf {
  private static final String EDGE = "edge";
  private static final long NANOS_PER_MS = 1_000_000;
  private static final int LANES_MAX = 3;
  private static final long UNCOMMITTED_BYTES_MAX = 2_000;

  private final CloudDisk disk;
  private final Timeline timeline;
  private final Seams seams;
  private final SplittableRandom random;
  private final ForwardLedger ledger;
  private final long commitNanosMax;
  private final Map<LaneName, LinkId> heard = new HashMap<>();

  // For one life of the process.
  private final Queue<LaneReceiver.Output> outputs = new ArrayDeque<>();
  private final Queue<Batch> waiting = new ArrayDeque<>();
  private LaneReceiver receiver;
  private Consumer<byte[]> toEdge = bytes -> {};
  private int life;

  CloudShelf(ForwardDraw draw, Surroundings world, ForwardLedger ledger) {
    this.timeline = world.timeline();
    this.seams = world.seams();
    this.random = world.random().split();
    this.ledger = ledger;
    this.commitNanosMax = draw.commitNanosMax();
    this.disk = new CloudDisk(random.split(), draw.segmentBytes());
  }

  /**
   * A life of the process begins.
   *
   * @param send takes what goes to the edge
   */
  void start(Consumer<byte[]> send) {
    life++;
    seams.beforeCloudStart(disk);
    toEdge = send;
    outputs.clear();
    waiting.clear();
    heard.forEach(
        (lane, link) -> {
          ledger.storeOpened(disk.hasWhatWasSeen(link, lane));
          look(link, lane);
        });
    receiver =
        new LaneReceiver(
            new LaneReceiver.Settings(LANES_MAX, UNCOMMITTED_BYTES_MAX, Packing.NONE, 1),
            disk,
            outputs::add);
  }

  void onBytes(byte[] bytes) {
    receiver.onBytes(EDGE, bytes);
    perform();
  }

  private void perform() {
    for (LaneReceiver.Output next = outputs.poll(); next != null; next = outputs.poll()) {
      if (next instanceof LaneReceiver.Output.Send send) {
        toEdge.accept(send.bytes());
      } else if (next instanceof LaneReceiver.Output.Commit commit) {
        waiting.add(commit.batch());
        if (waiting.size() == 1) {
          writeNext();
        }
      }
    }
  }

  private void writeNext() {
    int now = life;
    timeline.after(
        1 + random.nextLong(commitNanosMax),
        () -> {
          if (now == life) {
            write();
          }
        });
  }

  private void write() {
    Batch batch = waiting.remove();
    heard.put(batch.lane(), batch.link());
    if (disk.commit(seams.toStore(batch), wallMillis())) {
      look(batch.link(), batch.lane());
      receiver.onCommitted(batch);
    } else {
      receiver.onFailed(batch);
    }
    perform();
    if (!waiting.isEmpty()) {
      writeNext();
    }
  }

  private void look(LinkId link, LaneName lane) {
    for (ForwardedMessage message : disk.fresh(link, lane)) {
      ledger.stored(message);
    }
  }

  private long wallMillis() {
    return timeline.nowNanos() / NANOS_PER_MS;
  }

  void crash() {
    life++;
    disk.losePower(Optional.ofNullable(waiting.peek()), wallMillis());
  }
}
