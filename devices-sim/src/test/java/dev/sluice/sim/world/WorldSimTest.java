package dev.sluice.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.core.Outcome;
import dev.sluice.sim.world.actor.Fault;
import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.check.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Worlds of the production cores, each from its seed. {@code -Dworld.seeds=N} runs more, {@code
 * -Dworld.seed=S} begins elsewhere.
 */
class WorldSimTest {
  private static final long SEEDS = Long.getLong("world.seeds", 50);
  private static final long FIRST = Long.getLong("world.seed", 1);

  @Test
  void everythingHoldsInEveryWorld() {
    Figures figures = new Figures();
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      Verdict verdict = Verdict.of(seed, new Seams(), Optional.empty());
      assertThat(verdict.explanation()).as("seed %d", seed).isEmpty();
      figures.add(verdict);
    }
    System.out.println("worlds of the seeds " + FIRST + " to " + (FIRST + SEEDS - 1));
    assertThat(figures.seeds()).isEqualTo(SEEDS);
    assertThat(figures.published()).isGreaterThan(100 * SEEDS);
    assertThat(figures.delivered()).isGreaterThan(100 * SEEDS);
    if (SEEDS >= 50) {
      assertThatNothingWasLeftOut(figures);
    }
  }

  private static void assertThatNothingWasLeftOut(Figures figures) {
    assertThat(figures.faults()).containsOnlyKeys(Fault.values());
    // The world's routes never give an answer twice: a cache would hide what it is to check.
    assertThat(figures.answers())
        .containsOnlyKeys(
            EnumSet.complementOf(EnumSet.of(Outcome.Placement.CACHE))
                .toArray(new Outcome.Placement[0]));
    for (Rule rule : Rule.values()) {
      assertThat(figures.checks().of(rule)).as("checks of %s", rule).isPositive();
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    for (long seed = FIRST; seed < FIRST + 3; seed++) {
      List<String> one = trace(seed);
      assertThat(one).as("seed %d", seed).hasSizeGreaterThan(1_000).isEqualTo(trace(seed));
    }
  }

  @Test
  void anotherSeedGivesAnotherTrace() {
    assertThat(trace(FIRST)).isNotEqualTo(trace(FIRST + 1));
  }

  private static List<String> trace(long seed) {
    List<String> lines = new ArrayList<>();
    Verdict.of(seed, new Seams(), Optional.of(lines::add));
    return lines;
  }
}
