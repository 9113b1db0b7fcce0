package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.Effect;
import dev.sluice.broker.durable.DurableRecord;
import dev.sluice.broker.durable.DurableState;
import dev.sluice.broker.durable.Fetched;
import dev.sluice.broker.durable.Place;
import dev.sluice.broker.durable.QueueClass;
import dev.sluice.mqtt.ClientId;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentLogTest {
  private static final SegmentLog.Settings SETTINGS =
      new SegmentLog.Settings(SyncPolicy.FSYNC, 1 << 20, 4_000);
  private static final TimeMark NOW = new TimeMark(5, 6);

  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(1));
  private final RandomRecords records = new RandomRecords(new SplittableRandom(2), 100);
  private Recovery.Result found;

  private SegmentLog open() throws Exception {
    found = Recovery.run(disk);
    return SegmentLog.open(disk, SETTINGS, found, NOW);
  }

  private void assertSame(DurableState actual, Set<DurableRecord> expected) {
    assertThat(LiveRecords.of(actual, disk)).isEqualTo(expected);
  }

  private SegmentLog withBatches(int count) throws Exception {
    SegmentLog log = open();
    for (int i = 0; i < count; i++) {
      log.append(records.batch(), NOW);
    }
    return log;
  }

  private List<String> segments() {
    return disk.list().stream().filter(name -> !name.endsWith(".idx")).toList();
  }

  @Test
  void goesOnWhereItEnded() throws Exception {
    withBatches(50).close();
    SegmentLog again = open();
    assertSame(again.state(), records.liveAt(Long.MAX_VALUE));
    assertThat(again.durableSequence()).isEqualTo(records.stateAt(Long.MAX_VALUE).lastSequence());
    assertThat(found.time()).contains(NOW);
    assertThat(found.report().losses()).isEmpty();
    again.append(records.batch(), NOW);
    assertSame(open().state(), records.liveAt(Long.MAX_VALUE));
  }

  @Test
  void anEmptyFolderIsNoLoss() throws Exception {
    assertThat(open().durableSequence()).isZero();
    assertThat(found.report()).isEqualTo(RecoveryReport.NONE);
  }

  @Test
  void startingAgainAndAgainPilesUpNoFiles() throws Exception {
    withBatches(3).close();
    for (int i = 0; i < 10; i++) {
      SegmentLog log = open();
      log.mark(NOW);
      log.close();
    }
    int marked = segments().size();
    for (int i = 0; i < 10; i++) {
      open().close();
    }
    assertThat(segments()).hasSize(marked);
  }

  @Test
  void aTornEndIsCutOffAndIsNoLoss() throws Exception {
    SegmentLog log = withBatches(10);
    long safe = log.durableSequence();
    disk.losePowerAfter(1);
    assertThatThrownBy(() -> log.append(records.batch(), NOW)).isInstanceOf(IOException.class);
    disk.restart();
    SegmentLog again = open();
    assertThat(again.durableSequence()).isGreaterThanOrEqualTo(safe);
    assertThat(found.report().losses()).isEmpty();
    assertSame(again.state(), records.liveAt(again.durableSequence()));
  }

  @Test
  void aDamagedSegmentIsPutAsideReportedAndReadAsFarAsPossible() throws Exception {
    withBatches(200).close();
    String second = segments().get(1);
    disk.rot(second, 1_500);
    SegmentLog again = open();
    assertThat(found.report().losses())
        .singleElement()
        .asString()
        .contains(second, "unreadable bytes");
    assertThat(segments()).contains(second + ".damaged").doesNotContain(second);
    assertThat(again.state().messageCount())
        .isGreaterThan(records.stateAt(Long.MAX_VALUE).messageCount() / 2);
    again.close();
    SegmentLog third = open();
    assertThat(found.report().losses()).isEmpty();
    assertSame(third.state(), LiveRecords.of(again.state(), disk));
  }

  @Test
  void damageInTheLastSegmentIsNoTornEnd() throws Exception {
    withBatches(3).close();
    String last = segments().get(segments().size() - 1);
    disk.rot(last, SegmentHeader.BYTES + 60);
    open();
    assertThat(found.report().losses()).isNotEmpty();
  }

  @Test
  void aSegmentThatCannotBeReadIsPutAside() throws Exception {
    withBatches(100).close();
    String second = segments().get(1);
    disk.setUnreadable(second);
    open();
    assertThat(found.report().losses()).anyMatch(loss -> loss.contains(second));
    assertThat(segments()).contains(second + ".damaged");
  }

  @Test
  void aSegmentThatIsMissingIsReported() throws Exception {
    withBatches(100).close();
    String second = segments().get(1);
    disk.delete(second);
    open();
    assertThat(found.report().losses()).singleElement().asString().contains(second, "missing");
  }

  @Test
  void aNewerVersionIsRefusedAndNothingTouched() throws Exception {
    withBatches(100).close();
    Bytes header = new Bytes();
    new SegmentHeader(SegmentHeader.VERSION + 1, 999, 0, 0).write(header);
    disk.create(SegmentName.of(999)).append(header.written());
    List<String> before = segments();
    assertThatThrownBy(() -> Recovery.run(disk))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("format version " + (SegmentHeader.VERSION + 1));
    assertThat(segments()).isEqualTo(before);
  }

  @Test
  void cleaningKeepsTheStateAndBoundsTheDisk() throws Exception {
    SegmentLog log = open();
    for (int i = 0; i < 2_000; i++) {
      log.append(records.batch(), NOW);
      log.clean(NOW);
    }
    assertThat(log.counters().segmentsCleaned).isGreaterThan(20);
    assertSame(log.state(), records.liveAt(Long.MAX_VALUE));
    assertThat(log.bytesOnDisk()).isLessThan(2 * log.state().liveBytes() + 4 * 4_000);
    assertThat(log.bytesOnDisk()).isEqualTo(disk.usedBytes());
    long written = log.counters().appendedBytes + log.counters().repeatedBytes;
    assertThat(written).isLessThan(3 * log.counters().appendedBytes);
    log.close();
    assertSame(open().state(), records.liveAt(Long.MAX_VALUE));
  }

  private SegmentLog withIndexes(int batches) throws Exception {
    SegmentLog log = open();
    for (int i = 0; i < batches; i++) {
      log.append(records.batch(), NOW);
      log.index();
    }
    return log;
  }

  @Test
  void aStartReadsIndexesAndTheEndOnly() throws Exception {
    withIndexes(400).close();
    long all = segments().size() * 4_000L;
    SegmentLog again = open();
    assertThat(found.report().bytesRead()).isLessThan(all / 2);
    assertThat(found.report().records()).isEqualTo(records.stateAt(Long.MAX_VALUE).lastSequence());
    assertThat(found.time()).contains(NOW);
    assertSame(again.state(), records.liveAt(Long.MAX_VALUE));
    assertThat(again.durableSequence()).isEqualTo(records.stateAt(Long.MAX_VALUE).lastSequence());
  }

  @Test
  void anIndexThatIsTornOrOfAnotherSegmentIsNotUsed() throws Exception {
    withIndexes(200).close();
    List<String> indexes = disk.list().stream().filter(name -> name.endsWith(".idx")).toList();
    disk.rot(indexes.get(0), 40);
    disk.truncate(indexes.get(1), 30);
    disk.delete(indexes.get(2));
    try (var swapped = disk.create(indexes.get(2))) {
      swapped.append(ByteBuffer.wrap(disk.read(indexes.get(3))));
    }
    assertSame(open().state(), records.liveAt(Long.MAX_VALUE));
    assertThat(found.report().losses()).isEmpty();
  }

  @Test
  void anIndexGoesWithItsSegment() throws Exception {
    SegmentLog log = open();
    for (int i = 0; i < 1_000; i++) {
      log.append(records.batch(), NOW);
      log.index();
      log.clean(NOW);
    }
    assertThat(log.counters().segmentsCleaned).isGreaterThan(10);
    for (String name : disk.list()) {
      assertThat(segments()).contains(name.replace(".idx", ".log"));
    }
  }

  @Test
  void aMessageThatHasRottedIsFoundWhenItIsReadAndTheRestIsKept() throws Exception {
    withIndexes(300).close();
    SegmentLog again = open();
    int messages = again.state().messageCount();
    long first = again.state().messagesUpTo(Long.MAX_VALUE).get(0);
    Place place = again.state().place(first).orElseThrow();
    disk.rot(SegmentName.of(place.segment()), place.position() + 30);
    assertThat(again.messages().read(first)).isEmpty();
    assertThat(again.losses()).singleElement().asString().contains("message " + first);
    while (again.state().place(first).isPresent()) {
      again.cleanOldest(NOW);
    }
    assertThat(disk.list()).contains(SegmentName.of(place.segment()) + ".damaged");
    assertThat(again.state().messageCount()).isGreaterThan(messages / 2);
  }

  @Test
  void bringsBackWhatASessionIsOwedInOrder() throws Exception {
    SegmentLog log = withBatches(100);
    ClientId client = log.state().sessions().get(0).client();
    List<Long> waiting = log.state().waitingFor(client, QueueClass.PLAIN, 0, 1_000);
    Fetched some =
        log.messages().fetch(new Effect.Fetch(7, client, QueueClass.PLAIN, 0, 3, 1 << 20));
    assertThat(some.request()).isEqualTo(7);
    assertThat(some.messages())
        .extracting(owed -> owed.kept().id())
        .isEqualTo(waiting.subList(0, 3));
    Fetched one =
        log.messages().fetch(new Effect.Fetch(8, client, QueueClass.PLAIN, waiting.get(0), 100, 1));
    assertThat(one.messages()).extracting(owed -> owed.kept().id()).containsExactly(waiting.get(1));
    assertThat(one.lost()).isEmpty();
  }

  @Test
  void whatAFailedForceLeftIsWrittenAgainInANewSegment() throws Exception {
    SegmentLog log = withBatches(5);
    var batch = records.batch();
    disk.setForce(Force.FAILS);
    assertThatThrownBy(() -> log.append(batch, NOW)).isInstanceOf(IOException.class);
    long safe = log.durableSequence();
    assertThat(safe).isLessThan(batch.get(0).sequence());
    disk.setForce(Force.WORKS);
    log.append(batch, NOW);
    assertThat(log.durableSequence()).isEqualTo(batch.get(batch.size() - 1).sequence());
    disk.restart();
    assertSame(open().state(), records.liveAt(Long.MAX_VALUE));
    assertThat(found.report().losses()).isEmpty();
  }

  @Test
  void aFullDiskLosesNothingAndIsUsedAgainWhenItHasRoom() throws Exception {
    SegmentLog log = withBatches(5);
    disk.setCapacity(disk.usedBytes() + 20);
    var batch = records.batch();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> log.append(batch, NOW)).hasMessageContaining("No space left");
    }
    disk.setCapacity(Long.MAX_VALUE);
    log.append(batch, NOW);
    log.close();
    assertSame(open().state(), records.liveAt(Long.MAX_VALUE));
    assertThat(found.report().losses()).isEmpty();
  }

  @Test
  void saysWhenItIsFull() throws Exception {
    found = Recovery.run(disk);
    SegmentLog log =
        SegmentLog.open(disk, new SegmentLog.Settings(SyncPolicy.FSYNC, 10_000, 4_000), found, NOW);
    while (!log.isFull()) {
      log.append(records.batch(), NOW);
    }
    assertThat(log.bytesOnDisk()).isGreaterThan(10_000);
  }
}
