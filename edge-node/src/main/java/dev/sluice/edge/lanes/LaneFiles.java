package dev.sluice.edge.lanes;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.edge.core.ForwardPlane.LaneBlock;
import dev.sluice.edge.core.Lanes;
import dev.sluice.edge.core.Turns;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.spool.SpoolEntry;
import dev.sluice.spool.SpoolRecord;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneEnvelope.Packing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads lanes and releases what has arrived; its answers are turns of the core. */
public final class LaneFiles implements Lanes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaneFiles.class);
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long PATIENCE_SECONDS = 5;

  private final List<Spool> spools;
  private final Turns turns;
  private final LongSupplier clock;
  private final List<LaneTally> tallies;
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
    Spool spool = spools.get(read.lane());
    try {
      SpoolBatch batch = spool.read(read.from(), read.bytesMax());
      long base = Math.min(batch.first(), spool.released() + 1);
      byte[] bytes = Block.encode(batch.first(), items(read.lane(), batch));
      return new LaneBlock(base, batch.first(), batch.last(), Packing.PLAIN, bytes);
    } catch (IOException e) {
      LOG.error("lane={} event=read-failed cause=\"{}\"", read.lane(), e.toString());
      return new LaneBlock(read.from(), read.from(), read.from() - 1, Packing.PLAIN, new byte[0]);
    }
  }

  private List<Block.Item> items(int lane, SpoolBatch batch) {
    long now = clock.getAsLong();
    List<Block.Item> items = new ArrayList<>(batch.records().size());
    for (SpoolRecord record : batch.records()) {
      long expiresAt = record.entry().expiresAtNanos();
      if (expiresAt <= now) {
        tallies.get(lane).expired();
      } else {
        OptionalLong remainingMs =
            expiresAt == SpoolEntry.NEVER
                ? OptionalLong.empty()
                : OptionalLong.of((expiresAt - now) / NANOS_PER_MS);
        items.add(new Block.Item(record.sequence(), remainingMs, record.entry().body()));
      }
    }
    return items;
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
