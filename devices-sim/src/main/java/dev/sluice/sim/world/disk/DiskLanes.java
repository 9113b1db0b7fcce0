package dev.sluice.sim.world.disk;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.ForwardPlane.LaneBlock;
import dev.sluice.edge.core.Lanes;
import dev.sluice.edge.journal.JournalQueues;
import dev.sluice.edge.lanes.LaneReader;
import dev.sluice.spool.Spool;
import dev.sluice.uplink.LaneName;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.forward.LaneSender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The edge's lanes in one life: the shipped spools, read and released when the world says so. */
public final class DiskLanes implements Lanes {
  private final JournalQueues queues;
  private final List<String> names;
  private final LongSupplier clock;

  DiskLanes(JournalQueues queues, List<String> names, LongSupplier clock) {
    this.queues = queues;
    this.names = names;
    this.clock = clock;
  }

  /** As they were found, for the sender. */
  public List<LaneSender.Lane> found(String edgeId) {
    List<LaneSender.Lane> lanes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      LinkId link = new LinkId(edgeId, queues.epoch(i));
      Spool spool = queues.spool(i);
      lanes.add(
          new LaneSender.Lane(new LaneName(names.get(i)), link, spool.released(), spool.settled()));
    }
    return lanes;
  }

  @Override
  public boolean isFull(int lane) {
    return queues.spool(lane).isFull();
  }

  @Override
  public long settled(int lane) {
    return queues.spool(lane).settled();
  }

  /** Whether the cloud has all that may be sent. */
  public boolean areDrained() {
    for (int i = 0; i < names.size(); i++) {
      if (queues.spool(i).released() < queues.spool(i).settled()) {
        return false;
      }
    }
    return true;
  }

  /** What was asked for, or nothing when the disk does not let it. */
  public LaneBlock read(EdgeEffect.ReadLane read) {
    try {
      Spool spool = queues.spool(read.lane());
      return new LaneReader(spool, () -> {}, LaneReader.Packer.NONE).read(read, clock.getAsLong());
    } catch (IOException e) {
      return LaneReader.nothing(read);
    }
  }

  /** What cannot be released now is sent again after the next start. */
  public void release(EdgeEffect.ReleaseLane release) {
    try {
      queues.spool(release.lane()).release(release.upTo());
    } catch (IOException e) {
      // As in production: it comes again, and the cloud knows it.
    }
  }
}
