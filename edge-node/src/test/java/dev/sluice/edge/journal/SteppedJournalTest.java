package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.Effect;
import dev.sluice.broker.KeepLevel;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableRecord.Settled;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.broker.durable.Recipient;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Qos;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import dev.sluice.topic.TopicName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SteppedJournalTest {
  private static final Journal.Settings SETTINGS =
      new Journal.Settings(SyncPolicy.FSYNC, 20_000, 4_000);

  private static final ClientId CLIENT = new ClientId("reader");

  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(5));
  private final RandomRecords records = new RandomRecords(new SplittableRandom(6), 100);

  private SteppedJournal open() throws Exception {
    return SteppedJournal.open(disk, SETTINGS, () -> 0, () -> 0);
  }

  private static List<Effect.Append> forced(List<Effect.Append> batch) {
    return batch.stream()
        .map(a -> new Effect.Append(a.sequence(), a.record()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<Effect.Append> listOf(Effect.Append append) {
    return new ArrayList<>(List.of(append));
  }

  @Test
  void whatWasCommittedIsThereAfterACrash() throws Exception {
    List<Effect.Append> batch = forced(records.batch());
    long last = batch.get(batch.size() - 1).sequence();
    long durable = open().commit(batch);
    disk.restart();
    assertThat(batch).isEmpty();
    assertThat(durable).isEqualTo(last);
    assertThat(open().state().lastSequence()).isEqualTo(durable);
    assertThat(open().recovery().losses()).isEmpty();
  }

  @Test
  void aBatchThatFailedCanBeGivenAgain() throws Exception {
    SteppedJournal journal = open();
    List<Effect.Append> batch = forced(records.batch());
    disk.setForce(Force.FAILS);
    assertThatThrownBy(() -> journal.commit(batch)).isInstanceOf(IOException.class);
    disk.setForce(Force.WORKS);
    long durable = journal.commit(batch);
    disk.restart();
    assertThat(open().state().lastSequence()).isEqualTo(durable);
  }

  @Test
  void aLogThatFillsItsDiskRecoversByItselfWhenItsClientsHaveFetched() throws Exception {
    disk.setCapacity(60_000);
    Journal.Settings large = new Journal.Settings(SyncPolicy.FSYNC, 1 << 20, 4_000);
    SteppedJournal journal = SteppedJournal.open(disk, large, () -> 0, () -> 0);
    long sequence = 1;
    journal.commit(listOf(new Effect.Append(sequence, opened())));
    long first = sequence + 1;
    while (takesMore(journal)) {
      journal.commit(listOf(new Effect.Append(++sequence, message(sequence))));
    }
    assertThat(journal.tidy().orElseThrow()).contains("disk is full");
    assertThat(disk.usedBytes()).isGreaterThan(50_000);
    for (long id = first; id <= sequence && !takesMore(journal); id++) {
      journal.commit(listOf(new Effect.Append(sequence + id, new Settled(CLIENT, id))));
    }
    assertThat(journal.tidy()).isEmpty();
    assertThat(disk.usedBytes()).isLessThanOrEqualTo(60_000);
    assertThat(SteppedJournal.open(disk, large, () -> 0, () -> 0).losses()).isEmpty();
  }

  /** Cleaning goes a step at a time. */
  private static boolean takesMore(SteppedJournal journal) throws IOException {
    for (int i = 0; i < 50; i++) {
      if (journal.tidy().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static DurableRecord opened() {
    return new DurableRecord.SessionOpened(
        CLIENT, Duration.ofDays(1), Optional.empty(), Optional.empty());
  }

  private static DurableRecord message(long id) {
    return new DurableRecord.MessageKept(
        id,
        Message.of(TopicName.of("t"), Payload.of(new byte[400]), Qos.AT_LEAST_ONCE),
        Optional.empty(),
        DurableRecord.NEVER,
        false,
        0,
        List.of(Recipient.waiting(CLIENT, Qos.AT_LEAST_ONCE, false, List.of())));
  }

  @Test
  void saysWhyItTakesNoMore() throws Exception {
    Journal.Settings small = new Journal.Settings(SyncPolicy.FSYNC, 100, 4_000);
    SteppedJournal journal = SteppedJournal.open(disk, small, () -> 0, () -> 0);
    assertThat(journal.tidy()).isEmpty();
    journal.commit(new ArrayList<>(records.batch()));
    journal.commit(new ArrayList<>(records.batch()));
    assertThat(journal.tidy().orElseThrow()).contains("journal.max-size");
  }

  @Test
  void whatAFailedWriteHasCutIsNotTakenForLost() throws Exception {
    SteppedJournal journal = open();
    journal.commit(listOf(new Effect.Append(1, opened())));
    journal.commit(listOf(new Effect.Append(2, message(2), KeepLevel.SYSTEM)));
    assertThat(journal.canFetch()).isTrue();
    disk.setForce(Force.FAILS);
    List<Effect.Append> batch = listOf(new Effect.Append(3, message(3)));
    assertThatThrownBy(() -> journal.commit(batch)).isInstanceOf(IOException.class);
    assertThat(journal.canFetch()).isFalse();
    disk.setForce(Force.WORKS);
    journal.commit(batch);
    assertThat(journal.canFetch()).isTrue();
    assertThat(
            journal.fetch(new Effect.Fetch(1, CLIENT, QueueClass.PLAIN, 0, 10, 10_000)).messages())
        .hasSize(2);
    assertThat(journal.losses()).isEmpty();
  }
}
