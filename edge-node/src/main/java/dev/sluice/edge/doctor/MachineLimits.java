package dev.sluice.edge.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the machine, or the control group that this process is in, leaves to a process.
 *
 * @param memoryBytes the smaller of both
 * @param isGroup whether that is the group's
 * @param openFiles the most that a process may have
 */
public record MachineLimits(OptionalLong memoryBytes, boolean isGroup, OptionalLong openFiles) {
  private static final List<String> GROUP_FILES =
      List.of("memory.max", "memory/memory.limit_in_bytes");

  public static MachineLimits ofThisMachine() {
    return read(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  static MachineLimits read(Path proc, Path groups) {
    OptionalLong machine = kilobytes(proc.resolve("meminfo"), "MemTotal:");
    OptionalLong group = OptionalLong.empty();
    for (String name : GROUP_FILES) {
      OptionalLong found = number(first(groups.resolve(name)));
      group = found.isPresent() ? found : group;
    }
    boolean smaller = group.isPresent() && group.getAsLong() < machine.orElse(Long.MAX_VALUE);
    return new MachineLimits(smaller ? group : machine, smaller, openFiles(proc));
  }

  private static OptionalLong kilobytes(Path file, String key) {
    for (String line : lines(file)) {
      if (line.startsWith(key)) {
        OptionalLong found = number(line.substring(key.length()).replace("kB", "").strip());
        return found.isPresent() ? OptionalLong.of(found.getAsLong() << 10) : found;
      }
    }
    return OptionalLong.empty();
  }

  /** The hard limit: the JVM raises the soft one to it. */
  private static OptionalLong openFiles(Path proc) {
    for (String line : lines(proc.resolve("self/limits"))) {
      if (line.startsWith("Max open files")) {
        return number(line.strip().split("\\s+", -1)[4]);
      }
    }
    return OptionalLong.empty();
  }

  private static String first(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.get(0).strip();
  }

  /** Empty for "max" and "unlimited". */
  private static OptionalLong number(String text) {
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException notThere) {
      return List.of();
    }
  }
}
