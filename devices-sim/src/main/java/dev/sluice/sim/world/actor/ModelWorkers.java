package dev.sluice.sim.world.actor;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Outcome;
import dev.sluice.inference.Prediction;
import java.util.SplittableRandom;

/** The edge's models: as slow as planned, or much slower, or failing; the fallback beside them. */
final class ModelWorkers {
  private static final double FAILURE = 0.1;
  private static final double HANG = 0.05;
  private static final long HANG_NANOS = 1_500_000_000;
  private static final long FALLBACK_NANOS = 200_000;
  private static final Prediction PREDICTION = new Prediction("normal", 0.25f, 0.75f);

  private final EdgePlan plan;
  private final Timeline timeline;
  private final Faults faults;
  private final EdgeProcess edge;
  private final SplittableRandom random;
  private long fallbackFreeNanos;

  ModelWorkers(EdgePlan plan, Surroundings world, EdgeProcess edge) {
    this.plan = plan;
    this.timeline = world.timeline();
    this.faults = world.faults();
    this.random = world.random().split();
    this.edge = edge;
  }

  void perform(EdgeEffect.RunModel run) {
    long service = run.run() == EdgeEffect.Run.PRIMARY ? primaryNanos() : FALLBACK_NANOS;
    long begins = timeline.nowNanos();
    if (run.run() == EdgeEffect.Run.FALLBACK) {
      begins = Math.max(begins, fallbackFreeNanos);
      fallbackFreeNanos = begins + service;
    }
    ModelResult result =
        faults.strike(Fault.MODEL_FAILURE, FAILURE, random)
            ? new ModelResult.Failed("the model failed", service)
            : new ModelResult.Predicted(
                new Outcome.ModelName(run.model(), "1"), PREDICTION, service);
    timeline.at(begins + service, () -> edge.onModelDone(run, result));
  }

  private long primaryNanos() {
    return faults.strike(Fault.MODEL_HANG, HANG, random)
        ? random.nextLong(HANG_NANOS)
        : plan.serviceNanos() / 2 + random.nextLong(plan.serviceNanos());
  }
}
