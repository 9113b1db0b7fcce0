package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.Effect;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SteppedJournalTest {
  private static final Journal.Settings SETTINGS =
      new Journal.Settings(SyncPolicy.FSYNC, 20_000, 4_000);

  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(5));
  private final RandomRecords records = new RandomRecords(new SplittableRandom(6), 100);

  private SteppedJournal open() throws Exception {
    return SteppedJournal.open(disk, SETTINGS, () -> 0, () -> 0);
  }

  @Test
  void whatWasCommittedIsThereAfterACrash() throws Exception {
    List<Effect.Append> batch = records.batch();
    long durable = open().commit(batch);
    disk.restart();
    assertThat(durable).isEqualTo(batch.get(batch.size() - 1).sequence());
    assertThat(open().state().lastSequence()).isEqualTo(durable);
    assertThat(open().recovery().losses()).isEmpty();
  }

  @Test
  void aBatchThatFailedCanBeGivenAgain() throws Exception {
    SteppedJournal journal = open();
    List<Effect.Append> batch = records.batch();
    disk.setForce(Force.FAILS);
    assertThatThrownBy(() -> journal.commit(batch)).isInstanceOf(IOException.class);
    disk.setForce(Force.WORKS);
    long durable = journal.commit(batch);
    disk.restart();
    assertThat(open().state().lastSequence()).isEqualTo(durable);
  }

  @Test
  void saysWhyItTakesNoMore() throws Exception {
    Journal.Settings small = new Journal.Settings(SyncPolicy.FSYNC, 100, 4_000);
    SteppedJournal journal = SteppedJournal.open(disk, small, () -> 0, () -> 0);
    assertThat(journal.tidy()).isEmpty();
    journal.commit(records.batch());
    journal.commit(records.batch());
    assertThat(journal.tidy().orElseThrow()).contains("journal.max-size");
  }
}
