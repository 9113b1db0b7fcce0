package dev.sluice.edge.decisionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatedFilesTest {
  private static final String LINE = "0123456789012345678\n";

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private long bytes() throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void neverTakesMoreThanItMay() throws IOException {
    RotatedFiles files = new RotatedFiles(folder, 400);
    for (int i = 0; i < 100; i++) {
      files.append(LINE);
      assertThat(bytes()).isLessThanOrEqualTo(400);
    }
    assertThat(names()).hasSize(4).doesNotContain("decisions-0000000001.jsonl");
  }

  @Test
  void aNewStartBeginsANewFileAndKeepsTheOld() throws IOException {
    new RotatedFiles(folder, 400).append(LINE);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    new RotatedFiles(folder, 400).append(LINE);

    assertThat(names())
        .containsExactly("decisions-0000000001.jsonl", "decisions-0000000002.jsonl", "notes.txt");
  }

  @Test
  void manyStartsKeepTheLimitToo() throws IOException {
    for (int i = 0; i < 20; i++) {
      new RotatedFiles(folder, 400).append(LINE);
    }
    assertThat(names()).hasSize(4);
  }

  /** A line may be torn then, and only the last one of a file may be. */
  @Test
  void afterAWriteThatFailedItBeginsANewFile() throws IOException {
    RotatedFiles files = new RotatedFiles(folder, 400);
    Path inTheWay = Files.createDirectory(folder.resolve("decisions-0000000001.jsonl"));
    assertThatThrownBy(() -> files.append(LINE)).isInstanceOf(IOException.class);
    Files.delete(inTheWay);
    Files.writeString(inTheWay, LINE + "01234");

    files.append(LINE);
    files.append(LINE);

    assertThat(Files.readString(inTheWay)).isEqualTo(LINE + "01234");
    assertThat(Files.readString(folder.resolve("decisions-0000000002.jsonl")))
        .isEqualTo(LINE + LINE);
  }
}
