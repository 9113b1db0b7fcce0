package dev.sluice.edge.decisionlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines in files {@code decisions-0000000001.jsonl} and up: a new one when one is full, the oldest
 * deleted when all are more than they may be. Each start begins a new file.
 */
final class RotatedFiles {
  private static final int FILES = 4;
  private static final String PREFIX = "decisions-";
  private static final String SUFFIX = ".jsonl";

  private final Path folder;
  private final long fileBytesMax;
  private long number;
  private long bytes;
  private boolean torn;

  /**
   * @param bytesMax of all files together
   * @throws IOException when the folder cannot be used
   */
  RotatedFiles(Path folder, long bytesMax) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.fileBytesMax = Math.max(1, bytesMax / FILES);
    List<Path> files = files();
    this.number = files.isEmpty() ? 1 : number(files.get(files.size() - 1)) + 1;
    deleteOldest();
  }

  /** Oldest first. */
  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(file -> file.getFileName().toString().matches(PREFIX + "[0-9]{10}\\" + SUFFIX))
          .sorted()
          .toList();
    }
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("[^0-9]", ""));
  }

  /** Each of the lines ends with its line break. */
  void append(String lines) throws IOException {
    byte[] written = lines.getBytes(StandardCharsets.UTF_8);
    if (torn || (bytes > 0 && bytes + written.length > fileBytesMax)) {
      torn = false;
      number++;
      bytes = 0;
      deleteOldest();
    }
    Path file = folder.resolve(PREFIX + "%010d".formatted(number) + SUFFIX);
    // Until it is known to be whole: readers leave out a torn line at the end of a file only.
    torn = true;
    Files.write(file, written, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    torn = false;
    bytes += written.length;
  }

  /** Leaves room for one full file more. */
  private void deleteOldest() throws IOException {
    List<Path> files = files();
    for (Path file : files.subList(0, Math.max(0, files.size() - (FILES - 1)))) {
      Files.deleteIfExists(file);
    }
  }
}
