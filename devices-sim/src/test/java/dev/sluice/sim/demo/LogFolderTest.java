package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFolderTest {
  @TempDir private Path folder;

  @Test
  void aTemporaryFolderIsDiscardedWithAllInIt() throws Exception {
    LogFolder logs = LogFolder.open(Optional.empty());
    Path run = Files.createDirectories(logs.path().resolve("adaptive"));
    Files.writeString(run.resolve("edge.log"), "x");
    logs.discard();
    assertThat(logs.path()).doesNotExist();
  }

  @Test
  void aFolderOfTheUsersStays() throws Exception {
    LogFolder logs = LogFolder.open(Optional.of(folder.resolve("deep/logs")));
    logs.discard();
    assertThat(folder.resolve("deep/logs")).isDirectory();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> LogFolder.open(Optional.of(file)))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining(file.toString());
  }
}
