package dev.sluice.target.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random worlds of outages, refusals and restarts; a fault names the seed that replays it. */
class DeliveryFuzzTest {
  private static final Delivery.Settings SETTINGS = new Delivery.Settings(7, 3, 1_000, 8_000);
  private static final int WORLDS = 80;
  private static final int WORLDS_FOR_A_BUG = 12;

  @Test
  void keepsItsPromisesInEveryWorld() {
    for (long seed = 1; seed <= WORLDS; seed++) {
      assertThat(new OutageWorld(SETTINGS, seed, OutageWorld.Bug.NONE).run())
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = OutageWorld.Bug.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void findsEachBugThatIsPlanted(OutageWorld.Bug bug) {
    int found = 0;
    for (long seed = 1; seed <= WORLDS_FOR_A_BUG; seed++) {
      found += new OutageWorld(SETTINGS, seed, bug).run().isEmpty() ? 0 : 1;
    }
    System.out.printf("%s: found in %d of %d worlds%n", bug, found, WORLDS_FOR_A_BUG);
    assertThat(found).isPositive();
  }
}
