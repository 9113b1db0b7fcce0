package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for what is needed while a package is made, removed at the end with all that it has. */
record Scratch(Path folder) implements AutoCloseable {
  static Scratch open() throws IOException {
    return new Scratch(Files.createTempDirectory("sluice-package"));
  }

  @Override
  public void close() throws IOException {
    remove(folder);
  }

  /** A folder and all that it has; it may be missing. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
