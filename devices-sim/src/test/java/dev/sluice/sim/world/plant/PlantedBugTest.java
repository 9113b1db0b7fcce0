package dev.sluice.sim.world.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.world.Verdict;
import dev.sluice.sim.world.check.BrokenRule;
import dev.sluice.sim.world.check.Rule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each rule notices the bug that was planted for it, within a hundred worlds, most within a dozen;
 * the same seeds without it are clean. {@code -Dworld.plantedSeeds=N} counts in N worlds how often.
 */
class PlantedBugTest {
  private static final int SEEDS_MAX = 100;
  private static final int COUNTED = Integer.getInteger("world.plantedSeeds", 0);

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void isCaughtByItsRule(PlantedBug bug) {
    Map<Rule, Integer> caught = new TreeMap<>();
    int seed = 0;
    while (seed < COUNTED || (seed < SEEDS_MAX && !caught.containsKey(bug.rule()))) {
      seed++;
      Verdict.of(seed, bug.plant(), Optional.empty())
          .broken()
          .map(BrokenRule::rule)
          .ifPresent(rule -> caught.merge(rule, 1, Integer::sum));
    }
    System.out.println(bug + " in " + seed + " seeds: " + caught);
    assertThat(caught).as("%s, seeds 1 to %d", bug, seed).containsKey(bug.rule());
  }

  @Test
  void everyRuleHasOne() {
    EnumSet<Rule> covered = EnumSet.noneOf(Rule.class);
    Arrays.stream(PlantedBug.values()).map(PlantedBug::rule).forEach(covered::add);
    assertThat(covered).containsExactlyInAnyOrder(Rule.values());
  }
}
