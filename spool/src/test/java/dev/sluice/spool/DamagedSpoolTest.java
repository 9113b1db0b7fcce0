package dev.sluice.spool;

import static dev.sluice.spool.Spools.all;
import static dev.sluice.spool.Spools.entry;
import static dev.sluice.spool.Spools.fill;
import static dev.sluice.spool.Spools.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.FaultyStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DamagedSpoolTest {
  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(1));

  @BeforeEach
  void fillIt() throws IOException {
    Spool spool = open(disk);
    fill(spool, 1, 30);
    spool.close();
  }

  private String last() {
    return disk.list().get(disk.list().size() - 1);
  }

  @Test
  void cutsOffWhatWasBeingWritten() throws IOException {
    disk.truncate(last(), disk.size(last()) - 5);
    Spool spool = open(disk);
    assertThat(spool.losses()).isEmpty();
    assertThat(all(spool)).hasSize(29);
    fill(spool, 99, 99);
    assertThat(all(open(disk))).hasSize(30).endsWith(29L, 99L);
  }

  @Test
  void readsPastADamageAndCountsWhatItLost() throws IOException {
    disk.rot(disk.list().get(1), 150);
    Spool spool = open(disk);
    assertThat(all(spool)).hasSize(29);
    assertThat(spool.lost()).isEqualTo(1);
    all(spool);
    assertThat(spool.lost()).isEqualTo(1);
  }

  @Test
  void keepsADamagedFileForWhoeverLooksIntoIt() throws IOException {
    String damaged = disk.list().get(1);
    disk.rot(damaged, 150);
    Spool spool = open(disk);
    all(spool);
    spool.release(29);
    assertThat(disk.list()).contains(damaged + ".damaged").doesNotContain(damaged);
    assertThat(all(open(disk))).containsExactly(30L);
  }

  @Test
  void aMarkBehindAHoleTellsThatItWasSafe() throws IOException {
    Spool spool = open(disk);
    fill(spool, 31, 33);
    disk.rot(last(), SegmentHeader.BYTES + Frames.PREFIX_BYTES + Frames.MARK_BYTES + 1 + 60);
    Spool again = open(disk);
    assertThat(again.losses()).singleElement().asString().contains(last(), "cannot be read at");
    assertThat(again.settled()).isEqualTo(33);
    assertThat(all(again)).hasSizeBetween(31, 32);
    fill(again, 34, 34);
    assertThat(all(again)).endsWith(33L, 34L);
  }

  @Test
  void putsAFileWithoutHeaderAside() throws IOException {
    List<String> files = disk.list();
    disk.rot(files.get(1), 3);
    Spool spool = open(disk);
    assertThat(spool.losses()).singleElement().asString().contains(files.get(1), "cannot be read");
    assertThat(spool.endLost()).isFalse();
    assertThat(all(spool)).contains(1L, 30L).hasSizeLessThan(30);
    assertThat(spool.lost()).isPositive();
  }

  @Test
  void saysThatItsEndIsLost() throws IOException {
    Spool spool = open(disk);
    spool.add(new SpoolEntry(31, false, 0, SpoolEntry.NEVER, new byte[5_000]));
    spool.write();
    disk.rot(last(), 3);
    Spool again = open(disk);
    assertThat(again.endLost()).isTrue();
    assertThat(all(again)).hasSize(30);
  }

  @Test
  void forgetsAFileThatWasOnlyBegun() throws IOException {
    try (Storage.Appender file = disk.create("0000000000000099.spool")) {
      file.append(ByteBuffer.wrap(new byte[20]));
    }
    Spool spool = open(disk);
    assertThat(spool.losses()).isEmpty();
    assertThat(all(spool)).hasSize(30);
  }

  @Test
  void refusesANewerVersionAndTouchesNothing() throws IOException {
    try (Storage.Appender file = disk.create("0000000000000099.spool")) {
      file.append(new SegmentHeader(2, 99, 31, 0).bytes());
    }
    List<String> before = disk.list();
    assertThatThrownBy(() -> open(disk))
        .hasMessageContaining("format version 2, and this program knows up to 1");
    assertThat(disk.list()).isEqualTo(before);
  }

  @Test
  void anEntryThatWasOnlyGivenIsNotThere() throws IOException {
    open(disk).add(entry(31));
    assertThat(all(open(disk))).hasSize(30);
  }

  @Test
  void doesNotTakeASmallLastFileWithARottenHeaderForAnUnfinishedOne() throws IOException {
    Spool spool = open(disk);
    fill(spool, 31, 31);
    disk.rot(last(), 3);
    Spool again = open(disk);
    assertThat(again.losses()).singleElement().asString().contains("cannot be read");
    assertThat(again.endLost()).isTrue();
  }

  @Test
  void anEndThatCannotBeForcedWhenItIsClosedIsNoLossLater() throws IOException {
    Spool spool = open(disk);
    fill(spool, 31, 31);
    spool.release(5);
    disk.setForce(FaultyStorage.Force.FAILS);
    assertThatThrownBy(spool::close).isInstanceOf(IOException.class);
    disk.setForce(FaultyStorage.Force.WORKS);
    fill(spool, 32, 32);
    disk.restart();
    Spool again = open(disk);
    assertThat(again.losses()).isEmpty();
    assertThat(all(again)).endsWith(31L, 32L);
  }
}
