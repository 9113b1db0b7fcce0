package dev.sluice.sim.world.actor;

import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.ForwardPlane;
import dev.sluice.sim.world.check.Checks;
import dev.sluice.sim.world.check.Rule;
import dev.sluice.sim.world.disk.DiskLanes;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** The forwarding plane in one life of the edge, and what its disk takes to read and release. */
final class EdgeLanes {
  private static final int MESSAGE_BYTES_MAX = 1 << 20;

  /** Before the messages of a batch. */
  private static final int HEADER_BYTES_MAX = 100;

  private final DiskLanes lanes;
  private final ForwardPlane plane;
  private final Timeline timeline;
  private final EdgeProcess edge;
  private final SplittableRandom random;
  private final long readNanosMax;
  private final Checks checks;
  private final int envelopeBytesMax;

  EdgeLanes(
      ForwardDraw draw,
      DiskLanes lanes,
      Surroundings world,
      EdgeProcess edge,
      EdgeCore core,
      Consumer<? super EdgeEffect> work) {
    this.lanes = lanes;
    this.timeline = world.timeline();
    this.edge = edge;
    this.random = world.random().split();
    this.readNanosMax = draw.readNanosMax();
    this.checks = world.checks();
    this.envelopeBytesMax = 2 * draw.batchBytes() + HEADER_BYTES_MAX;
    this.plane =
        new ForwardPlane(
            new ForwardPlane.Settings(draw.sender(), MESSAGE_BYTES_MAX),
            draw.rules(),
            lanes,
            lanes.found("edge"),
            work);
    core.forward(plane);
  }

  /** An envelope goes to the hop. */
  void leaves(byte[] bytes) {
    checks.require(
        Rule.FORWARDED_IN_SMALL_ENVELOPES,
        bytes.length <= envelopeBytesMax,
        () -> bytes.length + " bytes, at most " + envelopeBytesMax);
  }

  void onDurable(long nowNanos) {
    plane.onDurable(nowNanos);
  }

  void perform(EdgeEffect effect) {
    if (effect instanceof EdgeEffect.ReadLane read) {
      after(() -> answer(read));
    } else if (effect instanceof EdgeEffect.ReleaseLane release) {
      after(() -> lanes.release(release));
    }
  }

  /** One after the other, as the thread of production does; a dead process does nothing more. */
  private void after(Runnable work) {
    timeline.after(
        1 + random.nextLong(readNanosMax),
        () -> {
          if (!edge.isDead()) {
            work.run();
          }
        });
  }

  private void answer(EdgeEffect.ReadLane read) {
    ForwardPlane.LaneBlock block = lanes.read(read);
    edge.laneTurn(now -> plane.onBlock(read, block, now));
  }

  boolean areDrained() {
    return lanes.areDrained();
  }
}
