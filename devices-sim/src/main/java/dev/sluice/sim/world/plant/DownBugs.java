package dev.sluice.sim.world.plant;

import dev.sluice.broker.durable.SourceMark;
import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.check.Content;
import dev.sluice.sim.world.check.DownLedger;
import dev.sluice.sim.world.disk.DownDisk;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.MalformedEnvelopeException;
import dev.sluice.uplink.forward.Block;
import dev.sluice.uplink.forward.LaneCodec;
import dev.sluice.uplink.forward.LaneEnvelope.Batch;
import dev.sluice.uplink.forward.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Mistakes between the commands of the cloud and the broker of the edge. */
final class DownBugs {
  private DownBugs() {}

  private static byte[] changed(byte[] bytes, Change change) {
    try {
      if (!(LaneCodec.decode(bytes) instanceof Batch batch)) {
        return bytes;
      }
      List<Block.Item> items =
          new ArrayList<>(Block.decode(batch.first(), batch.last(), batch.block()));
      change.apply(items);
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

  private interface Change {
    void apply(List<Block.Item> items) throws MalformedEnvelopeException;
  }

  private static Block.Item with(Block.Item item, byte[] body) {
    return new Block.Item(item.sequence(), item.remainingMs(), body);
  }

  private static String topicOf(Block.Item item) throws MalformedEnvelopeException {
    return MessageCodec.decode(item.body(), OptionalLong.empty()).topic();
  }

  static final class LeavesACommandOut extends Seams {
    private int batches;

    @Override
    public byte[] fromHop(byte[] bytes) {
      return changed(
          bytes,
          items -> {
            if (++batches % 3 == 0 && !items.isEmpty()) {
              items.remove(0);
            }
          });
    }
  }

  static final class ForgetsWhatCameDown extends Seams {
    @Override
    public List<SourceMark> marks(List<SourceMark> marks) {
      return List.of();
    }
  }

  static final class SwapsTwoCommands extends Seams {
    @Override
    public byte[] fromHop(byte[] bytes) {
      return changed(
          bytes,
          items -> {
            for (int i = 1; i < items.size(); i++) {
              Block.Item one = items.get(i - 1);
              Block.Item two = items.get(i);
              if (topicOf(one).equals(topicOf(two))) {
                items.set(i - 1, with(one, two.body()));
                items.set(i, with(two, one.body()));
              }
            }
          });
    }
  }

  static final class SendsACommandUpAgain extends Seams {
    private static final byte[] COMMAND =
        MessageCodec.encode(
            new ForwardedMessage(
                "d/0",
                Content.numbered(DownLedger.FIRST_KEY + 1, 9).bytes(),
                1,
                false,
                OptionalLong.empty(),
                ForwardedMessage.Properties.NONE));

    @Override
    public byte[] toHop(byte[] bytes) {
      return changed(
          bytes,
          items -> {
            if (!items.isEmpty()) {
              items.set(0, with(items.get(0), COMMAND));
            }
          });
    }
  }

  static final class CommandsSkipForce extends Seams {
    @Override
    public void beforeCloudCrash(DownDisk disk) {
      disk.skipForce();
    }
  }
}
