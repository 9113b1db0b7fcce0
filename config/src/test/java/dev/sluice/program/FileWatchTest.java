package dev.sluice.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {
  @TempDir Path folder;
  private Path file;
  private FileWatch watch;

  @BeforeEach
  void begin() throws Exception {
    file = Files.writeString(folder.resolve("policy.yaml"), "a");
    watch = new FileWatch(file);
    assertThat(watch.changed()).as("first look").isFalse();
    assertThat(watch.changed()).as("second look").isTrue();
    assertThat(watch.changed()).as("nothing new").isFalse();
  }

  private void written(String text, long seconds) throws Exception {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(seconds * 1_000));
  }

  @Test
  void aChangeCountsOnceItStays() throws Exception {
    written("ab", 1);
    assertThat(watch.changed()).isFalse();
    written("abc", 2);
    assertThat(watch.changed()).as("still being written").isFalse();
    assertThat(watch.changed()).isTrue();
    assertThat(watch.changed()).isFalse();
  }

  @Test
  void aFileThatIsReplacedIsNew() throws Exception {
    FileTime time = Files.getLastModifiedTime(file);
    Path other = Files.writeString(folder.resolve("other"), "b");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    assertThat(watch.changed()).isFalse();
    assertThat(watch.changed()).as("another file of the same size and time").isTrue();
  }

  @Test
  void filesThatBelongTogetherAreNewTogether() throws Exception {
    Path other = folder.resolve("policy.yaml.sig");
    FileWatch both = new FileWatch(file, other);
    both.changed();
    assertThat(both.changed()).isTrue();
    written("abc", 3);
    assertThat(both.changed()).isFalse();
    Files.writeString(other, "signature");

    assertThat(both.changed()).as("the other one has only just come").isFalse();
    assertThat(both.changed()).isTrue();
    assertThat(both.changed()).isFalse();
  }

  @Test
  void aFileThatIsGoneIsNewToo() throws Exception {
    Files.delete(file);

    assertThat(watch.changed()).isFalse();
    assertThat(watch.changed()).isTrue();
    assertThat(watch.changed()).isFalse();
  }
}
