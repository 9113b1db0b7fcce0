package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The power goes at any write, of any file, also while the log repairs or cleans itself: what is
 * found afterwards is what had been appended up to some record, and none that was durable is
 * missing.
 */
class PowerLossTest {
  private static final int RUNS = 300;
  private static final int CRASHES = 8;
  private static final Journal.Settings SETTINGS =
      new Journal.Settings(SyncPolicy.FSYNC, 1 << 20, 1_500);

  /** One disk and what was done with it, from one seed. */
  private static final class Life {
    private final SplittableRandom random;
    private final FaultyStorage disk;
    private final RandomRecords records;
    private final List<String> violations = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private long durable;
    private long cleaned;

    Life(long seed) {
      random = new SplittableRandom(seed);
      disk = new FaultyStorage(random.split());
      records = new RandomRecords(random.split(), 120);
    }

    Life withForce(Force force) {
      disk.setForce(force);
      return this;
    }

    Life run() throws Exception {
      for (int crash = 0; crash < CRASHES; crash++) {
        disk.losePowerAfter(1 + random.nextInt(80));
        try {
          work();
        } catch (FaultyStorage.PowerLoss expected) {
          disk.restart();
        }
      }
      check(Recovery.run(disk));
      return this;
    }

    private void work() throws JournalException, IOException {
      Recovery.Result found = Recovery.run(disk);
      check(found);
      records.goBackTo(found.state().lastSequence());
      SteppedJournal journal = SteppedJournal.open(disk, SETTINGS, () -> 0, () -> 0);
      while (true) {
        List<Effect.Append> batch = records.batch();
        long written = journal.commit(batch);
        // A batch of which nothing needs the disk may be lost, all others before it too.
        if (batch.stream().anyMatch(append -> append.level() == KeepLevel.DISK)) {
          durable = written;
        }
        journal.tidy();
        cleaned += journal.log().counters().segmentsCleaned;
      }
    }

    private void check(Recovery.Result found) {
      losses.addAll(found.report().losses());
      long last = found.state().lastSequence();
      if (last < durable) {
        violations.add("record %d was durable and %d is the last".formatted(durable, last));
        durable = last;
      }
      if (!LiveRecords.of(found.state(), disk).equals(records.liveAt(last))) {
        violations.add("the state is not that of record " + last);
      }
    }
  }

  @Test
  void whatWasDurableIsThere() throws Exception {
    long cleaned = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      Life life = new Life(seed).run();
      assertThat(life.violations).as("seed %d", seed).isEmpty();
      assertThat(life.losses).as("seed %d", seed).isEmpty();
      cleaned += life.cleaned;
    }
    assertThat(cleaned).as("segments cleaned").isGreaterThan(RUNS);
  }

  @Test
  void aDiskThatLiesIsNoticedByTheCheckAndMostlyByTheLogItself() throws Exception {
    int noticed = 0;
    int reported = 0;
    for (long seed = 1; seed <= 50; seed++) {
      Life life = new Life(seed).withForce(Force.LIES).run();
      noticed += life.violations.isEmpty() ? 0 : 1;
      reported += life.losses.isEmpty() ? 0 : 1;
    }
    assertThat(noticed).as("of 50 seeds, by the check").isGreaterThan(40);
    assertThat(reported).as("of 50 seeds, by the log").isGreaterThan(25);
  }
}
