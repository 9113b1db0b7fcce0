package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkout for commands to work in: what they may write to is a copy, what was built is the real
 * one's.
 */
final class ScratchCheckout {
  private static final List<String> COPIED = List.of("sluice", "README.md", "LICENSE", "docs");
  private static final List<String> CONFIG =
      List.of("config", "config/demo", "config/field", "config/models", "config/monitoring");
  private static final List<String> LINKED =
      List.of(
          "edge-node",
          "cloud-bridge",
          "devices-sim",
          "model-trainer",
          "benchmarks",
          "policy-lab",
          "packaging",
          "handbook",
          "mvnw",
          "config/scenarios");

  private ScratchCheckout() {}

  static Path in(Path folder) throws IOException {
    Path root = Repository.root();
    for (String name : COPIED) {
      copy(root.resolve(name), folder.resolve(name));
    }
    for (String name : CONFIG) {
      Files.createDirectories(folder.resolve(name));
      try (Stream<Path> files = Files.list(root.resolve(name))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, folder.resolve(name).resolve(file.getFileName()));
        }
      }
    }
    for (String name : LINKED) {
      Files.createSymbolicLink(folder.resolve(name), root.resolve(name));
    }
    return folder;
  }

  /** So that whoever deletes the folder does not meet the real one. */
  static void unlink(Path folder) throws IOException {
    for (String name : LINKED) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
