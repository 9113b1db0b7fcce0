package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.QueueModel.Bug;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A queue of all classes of messages, with its journal, against lists that are searched from end to
 * end; clients come and go, and processes end.
 */
class QueueModelTest {
  private static final int RUNS = 400;
  private static final int STEPS = 600;

  @Test
  void everyMessageIsWhereTheListsHaveIt() {
    long taken = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      QueueModel model = new QueueModel(new SplittableRandom(seed), Bug.NONE);
      assertThat(model.run(STEPS)).as("seed %d", seed).isEmpty();
      taken += model.taken();
    }
    assertThat(taken).as("messages taken").isGreaterThan(RUNS * 100);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aQueueThatDoesWrongIsNoticed(Bug bug) {
    int noticed = 0;
    for (long seed = 1; seed <= 20; seed++) {
      noticed += new QueueModel(new SplittableRandom(seed), bug).run(STEPS).isEmpty() ? 0 : 1;
    }
    assertThat(noticed).as("of 20 seeds").isGreaterThan(15);
  }
}
