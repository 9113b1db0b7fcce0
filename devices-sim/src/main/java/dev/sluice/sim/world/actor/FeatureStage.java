package dev.sluice.sim.world.actor;

import dev.sluice.edge.core.EdgeEffect;
import java.util.SplittableRandom;

/** Decodes payloads one after the other, in the order they were asked for. */
final class FeatureStage {
  private static final double UNREADABLE = 0.05;

  private final EdgePlan plan;
  private final Timeline timeline;
  private final Faults faults;
  private final EdgeProcess edge;
  private final SplittableRandom random;
  private final float[] values;
  private long freeNanos;

  FeatureStage(EdgePlan plan, Surroundings world, EdgeProcess edge) {
    this.plan = plan;
    this.timeline = world.timeline();
    this.faults = world.faults();
    this.random = world.random().split();
    this.edge = edge;
    this.values = new float[plan.features()];
  }

  void perform(EdgeEffect.Prepare prepare) {
    freeNanos = Math.max(freeNanos, timeline.nowNanos()) + random.nextLong(plan.decodeNanos());
    if (faults.strike(Fault.UNREADABLE, UNREADABLE, random)) {
      timeline.at(freeNanos, () -> edge.onUnreadable(prepare.requestId()));
    } else {
      timeline.at(freeNanos, () -> edge.onPrepared(prepare.requestId(), values));
    }
  }
}
