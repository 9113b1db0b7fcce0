package dev.sluice.spool;

import static dev.sluice.spool.Spools.SMALL;
import static dev.sluice.spool.Spools.all;
import static dev.sluice.spool.Spools.entry;
import static dev.sluice.spool.Spools.fill;
import static dev.sluice.spool.Spools.open;
import static dev.sluice.spool.Spools.stamps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.FaultyStorage.Force;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpoolTest {
  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(1));

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void givesBackWhatItWasGivenInOrder() throws IOException {
    Spool spool = open(disk);
    fill(spool, 101, 140);
    SpoolBatch batch = spool.read(1, Integer.MAX_VALUE);
    assertThat(stamps(batch)).isEqualTo(range(101, 140));
    assertThat(batch.records().get(2).sequence()).isEqualTo(3);
    assertThat(batch.records().get(2).entry().body()).isEqualTo(entry(103).body());
    assertThat(batch.last()).isEqualTo(40);
    assertThat(disk.list()).hasSizeGreaterThan(3);
  }

  @Test
  void showsNothingThatIsNotSettled() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 2);
    spool.add(entry(3));
    spool.write();
    assertThat(all(spool)).isEqualTo(range(1, 2));
    assertThat(spool.read(3, 1_000).isEmpty()).isTrue();
    spool.settle();
    assertThat(stamps(spool.read(3, 1_000))).containsExactly(3L);
  }

  @Test
  void readsOnFromAnywhere() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 100);
    assertThat(stamps(spool.read(40, 160))).isEqualTo(range(40, 42));
    assertThat(stamps(spool.read(43, 160))).isEqualTo(range(43, 45));
    assertThat(stamps(spool.read(7, 1))).containsExactly(7L);
    fill(spool, 101, 110);
    assertThat(stamps(spool.read(99, 100_000))).isEqualTo(range(99, 110));
  }

  @Test
  void readsRecordsLongerThanAPiece() throws IOException {
    Spool spool = open(disk);
    byte[] much = new byte[300_000];
    much[much.length - 1] = 42;
    fill(spool, 1, 1);
    spool.add(new SpoolEntry(2, false, 0, SpoolEntry.NEVER, much));
    spool.add(entry(3));
    spool.write();
    spool.settle();
    SpoolBatch batch = spool.read(1, 1 << 20);
    assertThat(batch.records().get(1).entry().body()).isEqualTo(much);
    assertThat(stamps(batch)).isEqualTo(range(1, 3));
  }

  @Test
  void deletesFilesWhoseRecordsAreReleased() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 100);
    long before = spool.bytes();
    spool.release(90);
    assertThat(spool.bytes()).isLessThan(before / 5);
    assertThat(disk.usedBytes()).isEqualTo(spool.bytes());
    assertThat(stamps(spool.read(1, 100_000))).isEqualTo(range(91, 100));
    spool.release(1_000);
    assertThat(spool.released()).isEqualTo(100);
    assertThat(spool.read(1, 1_000).isEmpty()).isTrue();
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 50);
    spool.release(20);
    spool.close();
    Spool again = open(disk);
    assertThat(again.released()).isEqualTo(20);
    fill(again, 51, 60);
    assertThat(all(again)).isEqualTo(range(21, 60));
  }

  @Test
  void tellsSinceWhenTheOldestWaits() throws IOException {
    Spool spool = open(disk);
    assertThat(spool.oldestAtNanos()).isEmpty();
    fill(spool, 1, 50);
    assertThat(spool.oldestAtNanos()).hasValue(10);
    spool.release(30);
    assertThat(spool.oldestAtNanos()).hasValue(310);
    spool.release(50);
    assertThat(spool.oldestAtNanos()).isEmpty();
  }

  @Test
  void remembersTheNoteWithTheLatestStamp() throws IOException {
    Spool spool = open(disk);
    assertThat(spool.note()).isEqualTo(Spools.NOTE);
    spool.setNote(new SpoolNote(new byte[] {1, 2, 3}, 70));
    fill(spool, 71, 75);
    spool.release(5);
    assertThat(open(disk).note()).isEqualTo(new SpoolNote(new byte[] {1, 2, 3}, 75));
  }

  @Test
  void dropsTheOldestFileBeyondTheQuota() throws IOException {
    Spool spool =
        open(
            disk,
            new Spool.Settings(Spool.Sync.FORCED, 2_000, 400, Spool.WhenFull.DROP_OLDEST),
            OptionalLong.empty());
    fill(spool, 1, 100);
    assertThat(spool.bytes()).isLessThan(2_400);
    assertThat(spool.isFull()).isFalse();
    SpoolBatch batch = spool.read(1, 100_000);
    assertThat(batch.first()).isEqualTo(spool.dropped() + 1);
    assertThat(stamps(batch)).isEqualTo(range(spool.dropped() + 1, 100));
  }

  @Test
  void saysWhenItIsFull() throws IOException {
    Spool spool =
        open(
            disk,
            new Spool.Settings(Spool.Sync.FORCED, 1_000, 400, Spool.WhenFull.REFUSE),
            OptionalLong.empty());
    fill(spool, 1, 20);
    assertThat(spool.isFull()).isTrue();
    spool.release(18);
    assertThat(spool.isFull()).isFalse();
    assertThat(spool.dropped()).isZero();
  }

  @Test
  void mayBeGivenAgainWhatCouldNotBeWritten() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 3);
    spool.add(entry(4));
    disk.setForce(Force.FAILS);
    assertThatThrownBy(spool::write).isInstanceOf(IOException.class);
    disk.setForce(Force.WORKS);
    spool.add(entry(4));
    spool.add(entry(5));
    spool.write();
    spool.settle();
    assertThat(all(spool)).isEqualTo(range(1, 5));
    assertThat(all(open(disk))).isEqualTo(range(1, 5));
  }

  @Test
  void writesOnWhenTheDiskHasRoomAgain() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 3);
    disk.setCapacity(disk.usedBytes() + 30);
    spool.add(entry(4));
    assertThatThrownBy(spool::write).hasMessageContaining("No space");
    disk.setCapacity(1 << 20);
    fill(spool, 4, 30);
    assertThat(all(open(disk))).isEqualTo(range(1, 30));
  }

  @Test
  void takesBackWhatItsGiverDoesNotRememberIfItIsToComeOnce() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 30);
    for (long stamp = 31; stamp <= 60; stamp++) {
      spool.add(entry(stamp, stamp == 50));
      if (stamp % 10 == 0) {
        spool.write();
      }
    }
    assertThat(all(open(disk, SMALL, OptionalLong.of(40)))).isEqualTo(range(1, 40));
  }

  @Test
  void takesNothingBackWhenNothingIsToComeOnce() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 3);
    spool.add(entry(4));
    spool.write();
    assertThat(all(open(disk, SMALL, OptionalLong.of(2)))).isEqualTo(range(1, 4));
  }

  @Test
  void takesNothingBackThatWasSettled() throws IOException {
    Spool spool = open(disk);
    spool.add(entry(1, true));
    spool.write();
    spool.settle();
    fill(spool, 2, 2);
    assertThat(all(open(disk, SMALL, OptionalLong.of(0)))).isEqualTo(range(1, 2));
  }
}
