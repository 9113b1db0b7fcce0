package dev.sluice.sim.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the programs' logs go.
 *
 * @param temporary whether they are of no use after a success
 */
record LogFolder(Path path, boolean temporary) {

  static LogFolder open(Optional<Path> kept) throws DemoException {
    try {
      if (kept.isPresent()) {
        Path path = kept.get().toAbsolutePath();
        return new LogFolder(Files.createDirectories(path), false);
      }
      return new LogFolder(Files.createTempDirectory("sluice-demo-"), true);
    } catch (IOException e) {
      throw new DemoException("cannot create a folder for logs: " + e.getMessage(), e);
    }
  }

  /** Deletes what was only for failures. */
  void discard() throws DemoException {
    if (!temporary) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path entry : deepestFirst) {
        Files.delete(entry);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DemoException("cannot delete " + path + ": " + e.getMessage(), e);
    }
  }
}
