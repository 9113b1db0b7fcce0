package dev.sluice.uplink.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneWorldTest {
  @Test
  void everyNumberArrivesOnceAndInOrderWhateverHappens() {
    int crashes = 0;
    for (long seed = 1; seed <= 400; seed++) {
      LaneWorld world = new LaneWorld(seed, LaneWorld.Bug.NONE).run(150);
      assertThat(world.violations).as("seed %d", seed).isEmpty();
      crashes += world.crashes;
    }
    assertThat(crashes).isGreaterThan(1_000);
  }

  @Test
  void aStoreThatCommitsEarlyIsFound() {
    assertThat(violating(LaneWorld.Bug.COMMITS_EARLY)).as("of 50 seeds").isGreaterThan(40);
  }

  @Test
  void aStoreThatForgetsItsMarksIsFound() {
    assertThat(violating(LaneWorld.Bug.FORGETS_MARKS)).as("of 50 seeds").isGreaterThan(30);
  }

  private static int violating(LaneWorld.Bug bug) {
    int found = 0;
    for (long seed = 1; seed <= 50; seed++) {
      found += new LaneWorld(seed, bug).run(150).violations.isEmpty() ? 0 : 1;
    }
    return found;
  }
}
