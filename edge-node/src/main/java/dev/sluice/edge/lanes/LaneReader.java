package dev.sluice.edge.lanes;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.ForwardPlane.LaneBlock;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolBatch;
import dev.sluice.spool.SpoolEntry;
import dev.sluice.spool.SpoolRecord;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.Packing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Makes what is sent of what lies in a lane's spool; what has expired is left out. */
public final class LaneReader {
  private static final long NANOS_PER_MS = 1_000_000;

  /** Makes a block smaller, if it can. */
  public interface Packer {
    /** Leaves every block as it is. */
    Packer NONE = (block, allowed) -> block;

    /**
     * @param allowed of what the receiver can unpack
     */
    byte[] pack(byte[] block, Packing allowed);
  }

  private final Spool spool;
  private final Runnable expired;
  private final Packer packer;

  /**
   * @param expired called for each message that is left out
   */
  public LaneReader(Spool spool, Runnable expired, Packer packer) {
    this.spool = spool;
    this.expired = expired;
    this.packer = packer;
  }

  /**
   * @param nowNanos of the clock by which the messages expire
   */
  public LaneBlock read(EdgeEffect.ReadLane read, long nowNanos) throws IOException {
    SpoolBatch batch = spool.read(read.from(), read.bytesMax());
    long base = Math.min(batch.first(), spool.released() + 1);
    byte[] bytes = Block.encode(batch.first(), items(batch, nowNanos));
    byte[] packed = packer.pack(bytes, read.packing());
    return new LaneBlock(base, batch.first(), batch.last(), packed);
  }

  /** For what cannot be read now: it is asked for again. */
  public static LaneBlock nothing(EdgeEffect.ReadLane read) {
    return new LaneBlock(read.from(), read.from(), read.from() - 1, new byte[0]);
  }

  private List<Block.Item> items(SpoolBatch batch, long nowNanos) {
    List<Block.Item> items = new ArrayList<>(batch.records().size());
    for (SpoolRecord record : batch.records()) {
      long expiresAt = record.entry().expiresAtNanos();
      if (expiresAt <= nowNanos) {
        expired.run();
      } else {
        OptionalLong remainingMs =
            expiresAt == SpoolEntry.NEVER
                ? OptionalLong.empty()
                : OptionalLong.of((expiresAt - nowNanos) / NANOS_PER_MS);
        items.add(new Block.Item(record.sequence(), remainingMs, record.entry().body()));
      }
    }
    return items;
  }
}
