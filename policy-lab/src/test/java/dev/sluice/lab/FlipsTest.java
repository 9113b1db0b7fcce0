package dev.sluice.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.offload.Action;
import dev.sluice.offload.Cascade;
import dev.sluice.offload.Circumstances;
import dev.sluice.offload.Condition;
import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Policies;
import dev.sluice.offload.Privacy;
import dev.sluice.offload.VitalLimits;
import dev.sluice.offload.Vitals;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is told against the policies themselves, tried out in random states. */
final class FlipsTest {
  private static final PlacementRequest REQUEST =
      new PlacementRequest(1, 0, 0, 300_000_000L, 5_000, 5, Privacy.CLOUD_OK, true);

  private static StateConfig draw(SplittableRandom random) throws Exception {
    return StateConfig.load(
        Optional.empty(),
        List.of(
            "busy=1",
            "queue=" + random.nextInt(40),
            "edge-ms=" + random.nextInt(1, 30),
            "cloud-ms=" + random.nextInt(1, 30),
            "rtt-ms=" + random.nextInt(1, 200),
            "uplink-mbps=" + random.nextInt(1, 80) / 10.0));
  }

  /** Where an uplink is told, the decision is another one on its two sides. */
  @Test
  void theUplinkThatIsToldTurnsTheDecision() throws Exception {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    int told = 0;
    for (int i = 0; i < 300; i++) {
      PlacementPolicy policy = Policies.named(random.nextBoolean() ? "fastest" : "priced");
      StateConfig state = draw(random);
      for (String line : lines(policy, state)) {
        if (line.startsWith("if the uplink")) {
          double mbps =
              Double.parseDouble(line.replaceAll("[^0-9]*([0-9,]+) kbit.*", "$1").replace(",", ""))
                  / 1_000;
          assertThat(action(policy, with(state, mbps * 0.9)))
              .as("%s of %s, seed %d, run %d", line, policy.name(), seed, i)
              .isNotEqualTo(action(policy, with(state, mbps * 1.1)));
          told++;
        }
      }
    }
    assertThat(told).as("seed %d", seed).isGreaterThan(100);
  }

  private static List<String> lines(PlacementPolicy policy, StateConfig state) {
    return lines(policy, state, new Condition(VitalLimits.ORDINARY));
  }

  private static List<String> lines(
      PlacementPolicy policy, StateConfig state, Condition condition) {
    Circumstances saw = state.of(REQUEST, true);
    return new Flips(policy, REQUEST, state, condition, saw, action(policy, state)).lines();
  }

  /** What is told of the machine's condition turns the decision too, also where it is slow now. */
  @Test
  void theSlownessThatIsToldTurnsTheDecision() throws Exception {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    int told = 0;
    for (int i = 0; i < 300; i++) {
      PlacementPolicy policy = random.nextBoolean() ? Policies.named("fastest") : cascade();
      Condition condition = new Condition(VitalLimits.ORDINARY);
      condition.settle(new Vitals(OptionalDouble.empty(), random.nextDouble(0.3, 1), 0, 0));
      StateConfig cool = draw(random);
      StateConfig state = cool.slowed(condition.slowdown());
      for (String line : lines(policy, state, condition)) {
        if (line.startsWith("if runs here took")) {
          double factor = Double.parseDouble(line.replaceAll(".* than ([0-9.]+) times.*", "$1"));
          assertThat(action(policy, cool.slowed(factor * 0.97)))
              .as("%s of %s, seed %d, run %d", line, policy.name(), seed, i)
              .isNotEqualTo(action(policy, cool.slowed(factor * 1.03)));
          told++;
        }
      }
    }
    assertThat(told).as("seed %d", seed).isGreaterThan(50);
  }

  private static PlacementPolicy cascade() {
    return new Cascade(Policies.named("fastest"), new Cascade.Terms(0.1, 0.2, "anomaly"));
  }

  @Test
  void whatIsCrowdedOutIsToldSo() throws Exception {
    StateConfig state =
        StateConfig.load(Optional.empty(), List.of("crowded-out=true", "edge-ms=20"));

    assertThat(action(Policies.named("priced"), state)).isEqualTo(Action.SHED);
    assertThat(lines(Policies.named("priced"), state))
        .containsExactly("if less came that wants the same workers and wire");
  }

  @Test
  void aCascadeSaysWhenTheModelHereIsNotAsked() throws Exception {
    StateConfig state =
        StateConfig.load(Optional.empty(), List.of("busy=1", "queue=4", "edge-ms=20"));

    assertThat(lines(cascade(), state))
        .contains("if the wait for a worker here rose above 280.0 ms (now 90.0)")
        .anyMatch(line -> line.contains("share of 0.10 changed answers on (0.20 where"));
  }

  private static Action action(PlacementPolicy policy, StateConfig state) {
    Decision decision = new Decision();
    state.of(REQUEST, true).ask(policy, REQUEST, 0, decision);
    return decision.action();
  }

  private static StateConfig with(StateConfig state, double mbps) {
    return new StateConfig(
        state.workers(),
        state.busy(),
        state.queue(),
        state.edgeMs(),
        state.edgeDeviationMs(),
        state.cloudMs(),
        state.cloudDeviationMs(),
        state.rttMs(),
        state.rttDeviationMs(),
        mbps,
        state.outboxBytes(),
        state.link(),
        state.localPrice(),
        state.uplinkPrice(),
        state.crowdedOut(),
        state.celsius(),
        state.speed(),
        state.stolen(),
        state.waiting());
  }
}
