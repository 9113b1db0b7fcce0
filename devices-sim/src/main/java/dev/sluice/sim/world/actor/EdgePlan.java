package dev.sluice.sim.world.actor;

import dev.sluice.broker.BrokerLimits;
import dev.sluice.broker.BrokerOptions;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.Route;
import dev.sluice.offload.PlacementEngine;
import dev.sluice.offload.Policies;
import dev.sluice.uplink.EdgeLink;
import dev.sluice.uplink.LinkId;
import java.time.Duration;
import java.util.List;

/**
 * How each life of the edge process is set up.
 *
 * @param policy one of {@link Policies#words}
 * @param workers local models that run at one time
 * @param localQueueMax requests that wait for one
 * @param outboxMax requests that wait for the wire
 * @param windowMax requests on the wire
 * @param requestsMax requests without answer
 * @param decodeQueueMax those of them that wait to be decoded
 * @param serviceNanos the local model's time, about
 * @param decodeNanos the decoder's time per payload, at most
 * @param features values per request
 * @param lostAfterNanosMax how long a device may take to notice that the edge has died
 */
record EdgePlan(
    MonotonicClock clock,
    BrokerLimits broker,
    List<Route> routes,
    EdgeLink.Settings uplink,
    String policy,
    int workers,
    int localQueueMax,
    int outboxMax,
    int windowMax,
    int requestsMax,
    int decodeQueueMax,
    long serviceNanos,
    long decodeNanos,
    int features,
    long lostAfterNanosMax) {

  EdgeCore.Settings settings(LinkId link, BrokerLimits limits) {
    return new EdgeCore.Settings(
        limits, BrokerOptions.PLAIN, link, uplink, requestsMax, decodeQueueMax);
  }

  /** With other limits, and routes of which every other one is durable. */
  EdgePlan lasting(BrokerLimits limits) {
    return new EdgePlan(
        clock,
        limits,
        routes.stream().map(route -> route.index() % 2 == 0 ? route.lasting() : route).toList(),
        uplink,
        policy,
        workers,
        localQueueMax,
        outboxMax,
        windowMax,
        requestsMax,
        decodeQueueMax,
        serviceNanos,
        decodeNanos,
        features,
        lostAfterNanosMax);
  }

  PlacementEngine engine() {
    int classes = routes.stream().mapToInt(Route::serviceClass).max().orElse(0) + 1;
    PlacementEngine engine =
        new PlacementEngine(
            new PlacementEngine.Settings(
                workers, classes, localQueueMax, outboxMax, windowMax, Duration.ofMillis(50), 2e6),
            Policies.named(policy));
    for (int i = 0; i < classes; i++) {
      engine.seedLocal(i, Duration.ofNanos(serviceNanos));
    }
    return engine;
  }
}
