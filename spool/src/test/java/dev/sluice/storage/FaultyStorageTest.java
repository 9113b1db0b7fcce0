package dev.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.FaultyStorage.Force;
import dev.sluice.storage.FaultyStorage.PowerLoss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaultyStorageTest extends StorageContract {
  private final FaultyStorage disk = new FaultyStorage(new SplittableRandom(1));

  @Override
  Storage storage() {
    return disk;
  }

  private static ByteBuffer bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 7);
    return ByteBuffer.wrap(bytes);
  }

  @Test
  void aFolderHasItsOwnFilesAndSharesTheFateOfTheDisk() throws IOException {
    Storage folder = disk.folder("lanes");
    folder.create("inner").force();
    disk.folder("lanes/urgent").create("deeper").force();
    disk.create("outer").force();
    assertThat(folder.list()).containsExactly("inner");
    disk.setReadOnly(true);
    assertThatThrownBy(() -> folder.delete("inner")).isInstanceOf(IOException.class);
  }

  @Test
  void keepsWhatWasForcedAndTearsTheRest() throws IOException {
    int torn = 0;
    for (int i = 0; i < 50; i++) {
      Storage.Appender file = disk.create("f" + i);
      file.append(bytes(1_000));
      file.force();
      file.append(bytes(5_000));
    }
    disk.restart();
    for (int i = 0; i < 50; i++) {
      byte[] left = disk.read("f" + i);
      assertThat(left).hasSizeBetween(1_000, 6_000);
      assertThat(left).startsWith(bytes(1_000).array());
      torn += left.length < 6_000 ? 1 : 0;
    }
    assertThat(torn).isGreaterThan(40);
  }

  @Test
  void losesWhatALyingForceSaidToBeSafe() throws IOException {
    disk.setForce(Force.LIES);
    int lost = 0;
    for (int i = 0; i < 20; i++) {
      Storage.Appender file = disk.create("f" + i);
      file.append(bytes(4_000));
      file.force();
    }
    disk.restart();
    for (int i = 0; i < 20; i++) {
      lost += disk.read("f" + i).length < 4_000 ? 1 : 0;
    }
    assertThat(lost).isGreaterThan(15);
  }

  @Test
  void forgetsWhatAFailedForceWasToSave() throws IOException {
    Storage.Appender file = disk.create("a");
    file.append(bytes(10));
    file.force();
    file.append(bytes(10));
    disk.setForce(Force.FAILS);
    assertThatThrownBy(file::force).isInstanceOf(IOException.class);
    disk.setForce(Force.WORKS);
    file.force();
    assertThat(disk.size("a")).isEqualTo(10);
  }

  @Test
  void fillsUp() throws IOException {
    disk.setCapacity(25);
    Storage.Appender file = disk.create("a");
    file.append(bytes(20));
    assertThatThrownBy(() -> file.append(bytes(10))).hasMessageContaining("No space left");
    assertThat(disk.usedBytes()).isEqualTo(25);
    disk.truncate("a", 20);
    disk.setCapacity(100);
    file.append(bytes(10));
    assertThat(disk.size("a")).isEqualTo(30);
  }

  @Test
  void mayBeReadOnly() throws IOException {
    disk.create("a");
    disk.setReadOnly(true);
    assertThatThrownBy(() -> disk.create("b")).hasMessageContaining("Read-only");
    assertThat(disk.list()).containsExactly("a");
  }

  @Test
  void losesPowerInTheMiddleOfAWrite() throws IOException {
    Storage.Appender file = disk.create("a");
    disk.losePowerAfter(2);
    file.append(bytes(10));
    assertThatThrownBy(() -> file.append(bytes(100))).isInstanceOf(PowerLoss.class);
    assertThatThrownBy(file::force).isInstanceOf(PowerLoss.class);
    disk.restart();
    assertThat(disk.create("b")).isNotNull();
  }

  @Test
  void equalSeedsGiveEqualDisks() throws IOException {
    assertThat(torn(new FaultyStorage(new SplittableRandom(5))))
        .isEqualTo(torn(new FaultyStorage(new SplittableRandom(5))));
  }

  private static byte[] torn(FaultyStorage disk) throws IOException {
    disk.create("a").append(bytes(10_000));
    disk.restart();
    return disk.read("a");
  }
}
