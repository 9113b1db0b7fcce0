package dev.sluice.edge.lanes;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.ForwardPlane.LaneBlock;
import dev.sluice.edge.core.Lanes;
import dev.sluice.edge.core.Turns;
import dev.sluice.spool.Spool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads lanes and releases what has arrived; its answers are turns of the core. */
public final class LaneFiles implements Lanes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneFiles.class);
  private static final long PATIENCE_SECONDS = 5;

  private final List<Spool> spools;
  private final Turns turns;
  private final LongSupplier clock;
  private final List<LaneTally> tallies;
  private final List<LaneReader> readers = new ArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "lanes");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param clock nanoseconds, that of the entries
   */
  public LaneFiles(List<Spool> spools, Turns turns, LongSupplier clock) {
    this.spools = List.copyOf(spools);
    this.tallies = spools.stream().map(LaneTally::new).toList();
    this.turns = turns;
    this.clock = clock;
    for (int i = 0; i < spools.size(); i++) {
      readers.add(new LaneReader(spools.get(i), tallies.get(i)::expired, new BatchPacking()));
    }
  }

  @Override
  public boolean isFull(int lane) {
    return spools.get(lane).isFull();
  }

  @Override
  public long settled(int lane) {
    return spools.get(lane).settled();
  }

  /** How a lane stands; waits for nothing, so that its oldest message may have gone meanwhile. */
  public EdgeStatus.Lane status(int lane, String name) {
    LaneTally tally = tallies.get(lane);
    if (!thread.isShutdown() && tally.wantsALook()) {
      thread.execute(tally::look);
    }
    return tally.status(name, clock.getAsLong());
  }

  /** Reads, and tells the plane. */
  public void perform(EdgeEffect.ReadLane read, ForwardPlane plane) {
    thread.execute(
        () -> {
          LaneBlock block = read(read);
          turns.submit(now -> plane.onBlock(read, block, now));
        });
  }

  private LaneBlock read(EdgeEffect.ReadLane read) {
    try {
      return readers.get(read.lane()).read(read, clock.getAsLong());
    } catch (IOException e) {
      LOG.error("lane={} event=read-failed cause=\"{}\"", read.lane(), e.toString());
      return LaneReader.nothing(read);
    }
  }

  public void perform(EdgeEffect.ReleaseLane release) {
    thread.execute(
        () -> {
          try {
            spools.get(release.lane()).release(release.upTo());
          } catch (IOException e) {
            // It comes again, and the cloud knows it.
            LOG.error("lane={} event=release-failed cause=\"{}\"", release.lane(), e.toString());
          }
        });
  }

  /** Ends the thread; the spools are closed by their owner. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
