package dev.sluice.cloud.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.TargetRecord;
import dev.sluice.target.delivery.DeadLetter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterFolderTest {
  @TempDir private Path store;

  private static DeadLetter letter(int number) {
    var headers = List.of(new TargetRecord.Header("unit", "°C"));
    var record =
        new TargetRecord(
            "gw/normal/" + number, "k", "s", "t/x", new byte[] {1, -1}, headers, 3, number);
    return new DeadLetter(record, "WRONGTYPE \"no\"\nstream", 2);
  }

  @Test
  void keepsEverythingOfALetterOldestFirstAcrossARestart() throws IOException {
    var folder = new DeadLetterFolder(store, "redis");
    folder.keep(letter(2));
    folder.keep(letter(1));
    folder.keep(letter(2));

    List<DeadLetter> found = new DeadLetterFolder(store, "redis").list();

    assertThat(found).usingRecursiveComparison().isEqualTo(List.of(letter(1), letter(2)));
    assertThat(new DeadLetterFolder(store, "other").list()).isEmpty();
  }

  @Test
  void forgetsWhatFoundItsWay() throws IOException {
    var folder = new DeadLetterFolder(store, "redis");
    folder.keep(letter(1));
    folder.keep(letter(2));

    folder.remove(letter(1));

    assertThat(folder.size()).isEqualTo(1);
    assertThat(folder.list().get(0).record().id()).isEqualTo("gw/normal/2");
  }
}
