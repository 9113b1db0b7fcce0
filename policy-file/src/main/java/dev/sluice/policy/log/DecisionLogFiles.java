package dev.sluice.policy.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files of a decision log, oldest first.
 *
 * @param files lines of JSON
 */
public record DecisionLogFiles(List<Path> files) {
  private static final String SUFFIX = ".jsonl";

  /**
   * @param log a folder, or one file
   */
  public static DecisionLogFiles of(Path log) throws IOException {
    if (!Files.exists(log)) {
      throw new IOException(log + ": there is no such folder or file");
    }
    if (!Files.isDirectory(log)) {
      return new DecisionLogFiles(List.of(log));
    }
    try (var found = Files.list(log)) {
      return new DecisionLogFiles(
          found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList());
    }
  }

  /**
   * The last line of a file may be torn, by the end of the node that wrote it: it is left out.
   *
   * @throws IOException one line that names file and line
   */
  public void forEachLine(Consumer<DecisionLine> consumer) throws IOException {
    for (Path file : files) {
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        forEachLine(file, reader, consumer);
      }
    }
  }

  private static void forEachLine(Path file, BufferedReader reader, Consumer<DecisionLine> consumer)
      throws IOException {
    int number = 0;
    String line = reader.readLine();
    while (line != null) {
      number++;
      String next = reader.readLine();
      try {
        consumer.accept(DecisionLine.parse(line));
      } catch (IllegalArgumentException e) {
        if (next != null) {
          throw new IOException(file + ":" + number + ":1: " + e.getMessage(), e);
        }
      }
      line = next;
    }
  }
}
