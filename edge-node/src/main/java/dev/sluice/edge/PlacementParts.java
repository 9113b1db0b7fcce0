package dev.sluice.edge;

import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.policy.PolicyConfig;

/** The placement engine as configuration and policy ask for it. */
final class PlacementParts {
  private PlacementParts() {}

  static PlacementEngine engine(EdgeConfig config, PolicyConfig policy, RouteTable table) {
    PlacementEngine engine =
        new PlacementEngine(
            new PlacementEngine.Settings(
                config.inference().workers(),
                Math.max(1, table.classes().size()),
                config.inference().queue(),
                config.uplink().outbox(),
                config.uplink().window(),
                policy.advanced().roundTripPrior(),
                policy.advanced().uplinkPriorMbps() * 1e6),
            policy.newPolicy());
    engine.use(policy.advanced().vitals().limits());
    table
        .classes()
        .forEach(
            (models, serviceClass) ->
                table
                    .held(models.here())
                    .flatMap(ModelShelf.Entry::median)
                    .ifPresent(median -> engine.seedLocal(serviceClass, median)));
    return engine;
  }
}
