package dev.sluice.edge.core;

import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Decision;
import dev.sluice.offload.Own;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.PlacementState;
import dev.sluice.offload.PlacementWitness;
import java.util.Optional;

/** Keeps what the engine's policy saw of the latest request, when decisions are recorded. */
final class DecisionWitness implements PlacementWitness {
  private Optional<Circumstances> saw = Optional.empty();

  /** Looks from now on. */
  void watch(PlacementEngine engine) {
    engine.witness(this);
  }

  @Override
  public void deciding(PlacementRequest request, PlacementState state, long nowNanos) {
    saw = Optional.of(Circumstances.of(request, state, nowNanos));
  }

  /** The decision that has just been made; empty while nobody asked to watch. */
  Optional<Placed> placed(
      InferenceRequest request, PlacementRequest asked, long nowNanos, Decision decision) {
    return saw.map(each -> Placed.of(asked, nowNanos, each, decision, own(request)));
  }

  private static Own own(InferenceRequest request) {
    return new Own(
        !request.terms.deadline().equals(request.route.deadline()),
        request.terms.priority() != request.route.priority(),
        request.privacy != request.route.privacy());
  }
}
