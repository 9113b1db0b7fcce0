package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** How many sockets this process, and so the brokers that it starts, may hold. */
public final class OpenFiles {
  private static final String LINE = "Max open files";

  /** Those that a process needs beside its sockets. */
  private static final int OTHERS = 200;

  private OpenFiles() {}

  /** A word for the user when there may not be so many, empty when there may. */
  public static Optional<String> shortage(int sockets) {
    OptionalLong limit = limit();
    if (limit.isEmpty() || limit.getAsLong() >= sockets + OTHERS) {
      return Optional.empty();
    }
    return Optional.of(
        "needs %d open files, only %d are allowed: ulimit -Hn says how far ulimit -n can go"
            .formatted(sockets + OTHERS, limit.getAsLong()));
  }

  private static OptionalLong limit() {
    try {
      return parse(Files.readString(Path.of("/proc/self/limits")));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** The soft limit, which the JVM has raised to the hard one. */
  static OptionalLong parse(String limits) {
    return limits
        .lines()
        .filter(line -> line.startsWith(LINE))
        .map(line -> line.substring(LINE.length()).strip().split(" +", -1)[0])
        .filter(word -> word.matches("\\d+"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
