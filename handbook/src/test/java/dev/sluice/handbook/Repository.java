package dev.sluice.handbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that the tests run in. */
final class Repository {
  private Repository() {}

  static Path root() {
    return Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();
  }

  static Path docs() {
    return root().resolve("docs");
  }

  /** What people read and type from: README.md first, then docs/ by name. */
  static List<Document> documents() throws IOException {
    List<Document> all = new ArrayList<>(List.of(Document.read(root().resolve("README.md"))));
    try (Stream<Path> files = Files.list(docs())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        all.add(Document.read(file));
      }
    }
    return all;
  }
}
