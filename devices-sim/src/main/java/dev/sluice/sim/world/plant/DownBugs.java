package dev.sluice.sim.world.plant;

import dev.sluice.broker.durable.SourceMark;
import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.check.Content;
import dev.sluice.sim.world.check.DownLedger;
import dev.sluice.sim.world.disk.DownDisk;
import dev.sluice.uplink.ForwardedMessage;
import dev.sluice.uplink.forward.MessageCodec;
import java.util.List;
import java.util.OptionalLong;

/** Mistakes between the commands of the cloud and the broker of the edge. */
final class DownBugs {
  private DownBugs() {}

  static final class LeavesACommandOut extends Seams {
    private int batches;

    @Override
    public byte[] fromHop(byte[] bytes) {
      return OtherItems.in(
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
      return OtherItems.in(bytes, OtherItems::swapNeighbours);
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
      return OtherItems.in(
          bytes,
          items -> {
            if (!items.isEmpty()) {
              items.set(0, OtherItems.with(items.get(0), COMMAND));
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
