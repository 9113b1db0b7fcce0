package dev.sluice.sim.world.plant;

import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.disk.CloudDisk;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Mistakes between the lanes of the edge and the store of the cloud. */
final class ForwardBugs {
  private ForwardBugs() {}

  /** Other messages in a batch than its lane holds. */
  private abstract static class OtherBatches extends Seams {
    @Override
    public byte[] toHop(byte[] bytes) {
      try {
        if (!(LaneCodec.decode(bytes) instanceof Batch batch)) {
          return bytes;
        }
        List<Block.Item> items =
            new ArrayList<>(Block.decode(batch.first(), batch.last(), batch.block()));
        change(items);
        return LaneCodec.encode(
            new Batch(
                batch.link(),
                batch.lane(),
                batch.base(),
                batch.first(),
                batch.last(),
                Block.encode(batch.first(), items)));
      } catch (MalformedEnvelopeException e) {
        throw new IllegalStateException(e);
      }
    }

    abstract void change(List<Block.Item> items) throws MalformedEnvelopeException;

    static Block.Item with(Block.Item item, byte[] body) {
      return new Block.Item(item.sequence(), item.remainingMs(), body);
    }

    static String topicOf(Block.Item item) throws MalformedEnvelopeException {
      return MessageCodec.decode(item.body(), OptionalLong.empty()).topic();
    }
  }

  static final class LeavesOneOut extends OtherBatches {
    private int batches;

    @Override
    void change(List<Block.Item> items) {
      if (++batches % 5 == 0 && !items.isEmpty()) {
        items.remove(0);
      }
    }
  }

  static final class SendsOneTwice extends OtherBatches {
    @Override
    void change(List<Block.Item> items) {
      if (items.size() > 1) {
        items.set(1, with(items.get(1), items.get(0).body()));
      }
    }
  }

  static final class SwapsTwo extends OtherBatches {
    @Override
    void change(List<Block.Item> items) throws MalformedEnvelopeException {
      for (int i = 1; i < items.size(); i++) {
        Block.Item one = items.get(i - 1);
        Block.Item two = items.get(i);
        if (topicOf(one).equals(topicOf(two))) {
          items.set(i - 1, with(one, two.body()));
          items.set(i, with(two, one.body()));
        }
      }
    }
  }

  static final class StoreSkipsForce extends Seams {
    @Override
    public void beforeCloudStart(CloudDisk disk) {
      disk.skipForce();
    }
  }
}
