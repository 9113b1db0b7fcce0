package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Enqueued;
import dev.sluice.mqtt.Payload;
import dev.sluice.spool.Spool;
import dev.sluice.spool.SpoolNote;
import dev.sluice.storage.FaultyStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No two messages have one number, whatever a machine forgets when it is switched off. */
class QueueNumbersTest {
  private static final long FIRST_BOOT = 11;
  private static final long SECOND_BOOT = 12;

  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(1));

  private SteppedJournal open(SyncPolicy durability, long boot) throws Exception {
    Journal.Settings settings =
        new Journal.Settings(
            durability,
            1 << 20,
            4_000,
            List.of(new JournalQueues.Settings("q", 1 << 20, 4_000, Spool.WhenFull.REFUSE)));
    SteppedJournal journal = SteppedJournal.open(disk, settings, () -> 0, () -> 0);
    journal.keep(JournalQueues.open(settings, boot, disk::folder, journal.reached()));
    return journal;
  }

  private static void write(SteppedJournal journal, long sequence) throws IOException {
    List<Effect.Append> batch = new ArrayList<>();
    batch.add(
        new Effect.Append(
            sequence,
            new Enqueued(0, Payload.utf8("x" + sequence), false, 0, DurableRecord.NEVER)));
    journal.commit(batch);
  }

  @Test
  void anEpochGoesOnWhenOnlyTheProcessEnded() throws Exception {
    SteppedJournal first = open(SyncPolicy.OS, FIRST_BOOT);
    write(first, 1);
    SteppedJournal second = open(SyncPolicy.OS, FIRST_BOOT);
    assertThat(second.queues().epoch(0)).isEqualTo(first.queues().epoch(0));
    assertThat(second.queues().spool(0).settled()).isEqualTo(1);
  }

  @Test
  void anotherOneBeginsWhenTheMachineMayHaveForgottenTheEnd() throws Exception {
    SteppedJournal first = open(SyncPolicy.OS, FIRST_BOOT);
    write(first, 1);
    disk.restart();
    SteppedJournal second = open(SyncPolicy.OS, SECOND_BOOT);
    assertThat(second.queues().epoch(0)).isNotEqualTo(first.queues().epoch(0));
    SteppedJournal third = open(SyncPolicy.OS, SECOND_BOOT);
    assertThat(third.queues().epoch(0)).isEqualTo(second.queues().epoch(0));
  }

  @Test
  void anotherOneBeginsWhereNobodyKnows() throws Exception {
    long epoch = open(SyncPolicy.OS, Boot.UNKNOWN).queues().epoch(0);
    assertThat(open(SyncPolicy.OS, Boot.UNKNOWN).queues().epoch(0)).isNotEqualTo(epoch);
  }

  @Test
  void whatWasForcedNeedsNoOtherOne() throws Exception {
    SteppedJournal first = open(SyncPolicy.FSYNC, FIRST_BOOT);
    write(first, 1);
    disk.restart();
    SteppedJournal second = open(SyncPolicy.FSYNC, SECOND_BOOT);
    assertThat(second.queues().epoch(0)).isEqualTo(first.queues().epoch(0));
  }

  @Test
  void aNoteThatSaysNothingOfTheMachineWasForced() {
    byte[] epochOnly = ByteBuffer.allocate(Long.BYTES).putLong(7).array();
    QueueNote note = QueueNote.of(new SpoolNote(epochOnly, 3));
    assertThat(note.epoch()).isEqualTo(7);
    assertThat(note.mayLackItsEnd(SECOND_BOOT)).isFalse();
  }

  @Test
  void theLogGivesNoNumberAgainThatAQueueHas() throws Exception {
    SteppedJournal first = open(SyncPolicy.FSYNC, FIRST_BOOT);
    // The queue is forced; of what is not to come once only, the log has no evidence.
    write(first, 41);
    SteppedJournal second = open(SyncPolicy.FSYNC, FIRST_BOOT);
    assertThat(second.state().lastSequence()).isEqualTo(41);
  }

  @Test
  void theMachineIsKnownByWhatItSaysOfItself() {
    assertThat(Boot.numberOf("a-b\n")).isEqualTo(Boot.numberOf("a-b"));
    assertThat(Boot.numberOf("a-b")).isNotEqualTo(Boot.numberOf("a-c"));
    assertThat(Boot.numberOf("")).isNotEqualTo(Boot.UNKNOWN);
  }
}
