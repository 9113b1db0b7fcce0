package dev.sluice.offload.lab;

import dev.sluice.offload.Action;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.PlacementState;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Reason;
import dev.sluice.offload.lab.Contender.Manner;
import java.util.List;
import java.util.SplittableRandom;

/** What policies are measured against; for experiments only. */
public final class Baselines {
  private static final List<Contender> ALL =
      List.of(
          new Contender("always-local", Manner.DISPATCHER, seed -> Policies.named("edge-only")),
          new Contender("always-cloud", Manner.DISPATCHER, seed -> Policies.named("cloud-only")),
          new Contender("random", Manner.DISPATCHER, Coin::new),
          new Contender("round-robin", Manner.DISPATCHER, seed -> new Turns()),
          new Contender("first-come", Manner.FIRST_COME, seed -> Policies.named("fastest")),
          new Contender("unsure-calls", Manner.UNSURE_CALLS, seed -> Policies.named("edge-only")),
          new Contender("unsure-asks", Manner.UNSURE_ASKS, seed -> Policies.named("edge-only")));

  private Baselines() {}

  /** In the order of their sophistication. */
  public static List<Contender> all() {
    return ALL;
  }

  private static void choose(boolean here, PlacementState state, Decision decision) {
    if (state.localOpen() && (here || !state.cloudOpen())) {
      decision.set(Action.LOCAL, Reason.PREFERRED);
    } else if (state.cloudOpen()) {
      decision.set(Action.CLOUD, Reason.PREFERRED);
    }
  }

  /** Either side with equal chance, if both are open. */
  private static final class Coin implements PlacementPolicy {
    private final SplittableRandom random;

    Coin(long seed) {
      random = new SplittableRandom(seed);
    }

    @Override
    public String name() {
      return "random";
    }

    @Override
    public void decide(
        PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
      choose(random.nextBoolean(), state, decision);
    }
  }

  /** The sides by turns, if both are open. */
  private static final class Turns implements PlacementPolicy {
    private boolean here;

    @Override
    public String name() {
      return "round-robin";
    }

    @Override
    public void decide(
        PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
      here = !here;
      choose(here, state, decision);
    }
  }
}
