package dev.sluice.sim.world.plant;

import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.disk.CloudDisk;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mistakes between the lanes of the edge and the store of the cloud. */
final class ForwardBugs {
  private ForwardBugs() {}

  private abstract static class OtherBatches extends Seams implements OtherItems {
    @Override
    public byte[] toHop(byte[] bytes) {
      return OtherItems.in(bytes, this);
    }
  }

  static final class LeavesOneOut extends OtherBatches {
    private int batches;

    @Override
    public void change(List<Block.Item> items) {
      if (++batches % 5 == 0 && !items.isEmpty()) {
        items.remove(0);
      }
    }
  }

  static final class SendsOneTwice extends OtherBatches {
    @Override
    public void change(List<Block.Item> items) {
      if (items.size() > 1) {
        items.set(1, OtherItems.with(items.get(1), items.get(0).body()));
      }
    }
  }

  static final class SwapsTwo extends OtherBatches {
    @Override
    public void change(List<Block.Item> items) throws MalformedEnvelopeException {
      OtherItems.swapNeighbours(items);
    }
  }

  /** All is there and in order, and no urgent message gets between. */
  static final class GluesBatches extends Seams {
    private static final int ITEMS_MAX = 50;

    private Optional<Batch> before = Optional.empty();

    @Override
    public byte[] toHop(byte[] bytes) {
      try {
        if (!(LaneCodec.decode(bytes) instanceof Batch batch) || batch.last() < batch.first()) {
          return bytes;
        }
        Batch glued = before.filter(b -> precedes(b, batch)).isPresent() ? glued(batch) : batch;
        before = Optional.of(glued);
        return LaneCodec.encode(glued);
      } catch (MalformedEnvelopeException e) {
        throw new IllegalStateException(e);
      }
    }

    private static boolean precedes(Batch one, Batch two) {
      return one.link().equals(two.link())
          && one.lane().equals(two.lane())
          && one.last() + 1 == two.first()
          && two.last() - one.first() < ITEMS_MAX;
    }

    private Batch glued(Batch batch) throws MalformedEnvelopeException {
      Batch one = before.orElseThrow();
      List<Block.Item> items = new ArrayList<>(Block.decode(one.first(), one.last(), one.block()));
      items.addAll(Block.decode(batch.first(), batch.last(), batch.block()));
      return new Batch(
          batch.link(),
          batch.lane(),
          Math.min(batch.base(), one.first()),
          one.first(),
          batch.last(),
          Block.encode(one.first(), items));
    }
  }

  static final class StoreSkipsForce extends Seams {
    @Override
    public void beforeCloudStart(CloudDisk disk) {
      disk.skipForce();
    }
  }
}
