package dev.sluice.offload.lab;

import dev.sluice.offload.Action;
import dev.sluice.offload.Cascade;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.SafeMargin;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What the edge node's dispatcher does where a route's placement is a cascade: here first, then up
 * where the rule wants a second opinion and there is time; until that comes the first answer is
 * held, and it is the answer at the last safe moment.
 */
final class SecondOpinions {
  /** Which of its two labels an answer has does not matter here. */
  private static final String LABEL = "normal";

  private static final float[] NO_VALUES = {};

  private final List<Cascade> cascades;
  private final PlacementEngine engine;
  private final BitSet held = new BitSet();

  /**
   * @param cascades one of each class, as each route has its own; empty where nobody asks twice
   */
  SecondOpinions(List<Cascade> cascades, PlacementEngine engine) {
    this.cascades = List.copyOf(cascades);
    this.engine = engine;
  }

  /** Where a request goes first. */
  Decision place(PlacementRequest request, long nowNanos) {
    return cascades.isEmpty()
        ? engine.place(request, nowNanos)
        : engine.place(request, cascades.get(request.serviceClass()), nowNanos);
  }

  /** Whether the cloud is asked about this answer, which is held from now on. */
  boolean ask(Job job, long nowNanos) {
    if (cascades.isEmpty() || nowNanos >= lastMomentNanos(job)) {
      return false;
    }
    Optional<PlacementPolicy> second = of(job).secondOpinion(LABEL, confidence(job), NO_VALUES);
    if (second.isEmpty()) {
      return false;
    }
    Decision decision = engine.place(asked(job), second.get(), nowNanos);
    boolean asks = decision.action() == Action.CLOUD;
    held.set((int) job.request().id(), asks);
    return asks;
  }

  private static PlacementRequest asked(Job job) {
    PlacementRequest first = job.request();
    return new PlacementRequest(
        first.id(),
        first.serviceClass(),
        first.arrivalNanos(),
        lastMomentNanos(job),
        first.bytes(),
        first.priority(),
        first.privacy(),
        false);
  }

  /** When a held answer becomes the answer. */
  static long lastMomentNanos(Job job) {
    PlacementRequest request = job.request();
    long span = request.deadlineNanos() - request.arrivalNanos();
    return request.deadlineNanos() - SafeMargin.nanos(span);
  }

  boolean holds(Job job) {
    return held.get((int) job.request().id());
  }

  /** The second opinion has come. */
  void learn(Job job) {
    if (holds(job)) {
      of(job).learn(LABEL, confidence(job), job.edgeRight() != job.cloudRight());
    }
  }

  private Cascade of(Job job) {
    return cascades.get(job.request().serviceClass());
  }

  /** As models say it: from 0.5 to 1. */
  private static double confidence(Job job) {
    return 0.5 + job.confidence() / 2;
  }
}
