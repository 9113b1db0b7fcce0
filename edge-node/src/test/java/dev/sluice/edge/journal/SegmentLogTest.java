package dev.sluice.edge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.durable.DurableState;
import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
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

  private static void assertSame(DurableState actual, DurableState expected) {
    assertThat(new HashSet<>(actual.placedUpTo(Long.MAX_VALUE)))
        .isEqualTo(new HashSet<>(expected.placedUpTo(Long.MAX_VALUE)));
  }

  private SegmentLog withBatches(int count) throws Exception {
    SegmentLog log = open();
    for (int i = 0; i < count; i++) {
      log.append(records.batch(), NOW);
    }
    return log;
  }

  private List<String> segments() {
    return disk.list();
  }

  @Test
  void goesOnWhereItEnded() throws Exception {
    withBatches(50).close();
    SegmentLog again = open();
    assertSame(again.state(), records.stateAt(Long.MAX_VALUE));
    assertThat(again.durableSequence()).isEqualTo(records.stateAt(Long.MAX_VALUE).lastSequence());
    assertThat(found.time()).contains(NOW);
    assertThat(found.report().losses()).isEmpty();
    again.append(records.batch(), NOW);
    assertSame(open().state(), records.stateAt(Long.MAX_VALUE));
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
    assertSame(again.state(), records.stateAt(again.durableSequence()));
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
    assertSame(third.state(), again.state());
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
    new SegmentHeader(2, 999, 0, 0).write(header);
    disk.create(SegmentName.of(999)).append(header.written());
    List<String> before = segments();
    assertThatThrownBy(() -> Recovery.run(disk))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("format version 2");
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
    assertSame(log.state(), records.stateAt(Long.MAX_VALUE));
    assertThat(log.bytesOnDisk()).isLessThan(2 * log.state().liveBytes() + 4 * 4_000);
    assertThat(log.bytesOnDisk()).isEqualTo(disk.usedBytes());
    long written = log.counters().appendedBytes + log.counters().repeatedBytes;
    assertThat(written).isLessThan(3 * log.counters().appendedBytes);
    log.close();
    assertSame(open().state(), records.stateAt(Long.MAX_VALUE));
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
    assertSame(open().state(), records.stateAt(Long.MAX_VALUE));
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
    assertSame(open().state(), records.stateAt(Long.MAX_VALUE));
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
