package dev.sluice.edge.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The small text files that a Linux kernel shows; whatever cannot be read is not there. */
final class KernelFiles {
  private final Path root;

  /**
   * @param root of {@code proc} and {@code sys}
   */
  KernelFiles(Path root) {
    this.root = root;
  }

  Path at(String path) {
    return root.resolve(path);
  }

  /** Without the space around it. */
  Optional<String> text(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A file that holds one number. */
  OptionalDouble number(Path file) {
    Optional<String> text = text(file);
    return text.isPresent() ? parsed(text.get()) : OptionalDouble.empty();
  }

  static OptionalDouble parsed(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** What a folder holds by such names, in order. */
  List<Path> folders(String folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(folder), glob)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(found);
    return found;
  }
}
