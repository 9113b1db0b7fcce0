package dev.sluice.edge.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.EdgeEffect.Prepare;
import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.EdgeEffect.RunModel;
import dev.sluice.offload.Action;
import dev.sluice.offload.Care;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.PlacementState;
import dev.sluice.offload.Reason;
import dev.sluice.uplink.Envelope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever order events come in, every request has exactly one answer, and a worker is never given
 * two runs.
 */
class DispatcherFuzzTest {
  private static final int STEPS = 400;
  private static final List<Route> ROUTES =
      List.of(Routes.VIBRATION, Routes.withoutFallback(), Routes.withoutDeadline());

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  /** Any action for any request. */
  private record Whim(SplittableRandom random) implements PlacementPolicy {
    @Override
    public String name() {
      return "whim";
    }

    /** Half of the requests are moved and rescued as the default policy's are. */
    @Override
    public Set<Care> cares() {
      return random.nextBoolean() ? EnumSet.allOf(Care.class) : Set.of();
    }

    @Override
    public void decide(
        PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
      int roll = random.nextInt(10);
      boolean cloud = state.cloudOpen() && (roll < 5 || !state.localOpen());
      if (roll == 9) {
        decision.set(Action.SHED, Reason.SHED_INFEASIBLE);
      } else {
        decision.set(cloud ? Action.CLOUD : Action.LOCAL, Reason.FIXED);
      }
    }
  }

  private static final class World {
    final SplittableRandom random;
    final DispatcherFixture edge;
    final List<Long> preparing = new ArrayList<>();
    final List<RunModel> running = new ArrayList<>();
    final Set<Long> wire = new HashSet<>();
    int effectsSeen;
    long published;

    World(long seed) {
      random = new SplittableRandom(seed);
      edge = new DispatcherFixture(new Whim(random));
    }

    void step() {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          published++;
          edge.publish(ROUTES.get(random.nextInt(ROUTES.size())));
        }
        case 2 -> takeAny(preparing).ifPresent(this::prepareOrRefuse);
        case 3 -> takeAny(running).ifPresent(this::finishRun);
        case 4 -> takeAny(new ArrayList<>(wire)).ifPresent(this::answerFromCloud);
        case 5 -> edge.passTo(edge.now / DispatcherFixture.MS + random.nextInt(100));
        case 6 -> edge.dispatcher.onLinkUp(edge.now);
        default -> edge.dispatcher.onLinkDown(edge.now);
      }
      collect();
    }

    private void prepareOrRefuse(long id) {
      if (random.nextInt(10) == 0) {
        edge.dispatcher.onUnreadable(id, "bad", edge.now);
      } else {
        edge.prepared(id);
      }
    }

    private void finishRun(RunModel run) {
      if (random.nextInt(5) == 0) {
        edge.modelFails(run.requestId(), run.run());
      } else {
        edge.modelSays(run.requestId(), run.run(), "normal");
      }
    }

    private void answerFromCloud(long id) {
      edge.cloudSays(id, random.nextInt(4) == 0 ? Envelope.Status.FAILED : Envelope.Status.OK);
      if (random.nextBoolean()) {
        wire.remove(id); // else it may come twice
      }
    }

    private <T> java.util.Optional<T> takeAny(List<T> list) {
      return list.isEmpty()
          ? java.util.Optional.empty()
          : java.util.Optional.of(list.remove(random.nextInt(list.size())));
    }

    /** Takes over what the dispatcher has asked for. */
    void collect() {
      for (; effectsSeen < edge.effects.size(); effectsSeen++) {
        EdgeEffect effect = edge.effects.get(effectsSeen);
        if (effect instanceof Prepare prepare) {
          preparing.add(prepare.requestId());
        } else if (effect instanceof RunModel run) {
          running.add(run);
        }
      }
      wire.addAll(edge.sent());
      edge.linkOutputs.clear();
      long busy = running.stream().filter(run -> run.run() == Run.PRIMARY).count();
      assertThat(busy).as("runs on one worker").isLessThanOrEqualTo(1);
    }

    /** Lets everything come to its end. */
    void drain() {
      for (int round = 0; round < 5_000 && edge.dispatcher.stats().open() > 0; round++) {
        edge.dispatcher.onLinkUp(edge.now);
        List.copyOf(preparing).forEach(edge::prepared);
        preparing.clear();
        collect();
        List<RunModel> runs = List.copyOf(running);
        running.clear();
        runs.forEach(run -> edge.modelSays(run.requestId(), run.run(), "normal"));
        List<Long> up = List.copyOf(wire);
        wire.clear();
        up.forEach(id -> edge.cloudSays(id, Envelope.Status.OK));
        edge.passTo(edge.now / DispatcherFixture.MS + 50);
        collect();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyRequestHasExactlyOneAnswer(long seed) {
    World world = new World(seed);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
    world.drain();
    assertThat(world.edge.dispatcher.stats().open()).as("requests left open").isZero();
    assertThat(world.edge.answers).hasSize((int) world.published);
  }
}
