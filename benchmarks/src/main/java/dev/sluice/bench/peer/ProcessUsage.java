package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process has used, from Linux's /proc.
 *
 * @param cpuNanos user and system time of all its threads; the kernel counts in 10 ms
 * @param residentBytes of memory now
 * @param residentPeakBytes of memory at most so far
 */
public record ProcessUsage(long cpuNanos, long residentBytes, long residentPeakBytes) {
  /** USER_HZ is 100 on every Linux that Java runs on. */
  private static final long NANOS_PER_TICK = 10_000_000;

  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int BYTES_PER_KB = 1024;

  /** Empty where there is no /proc, or the process is gone. */
  public static Optional<ProcessUsage> of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      return Optional.of(
          parse(
              Files.readString(folder.resolve("stat")),
              Files.readString(folder.resolve("status"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ProcessUsage parse(String stat, String status) {
    // The name, in parentheses, may hold spaces and parentheses of its own.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    return new ProcessUsage(
        ticks * NANOS_PER_TICK, kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:"));
  }

  private static long kilobytes(String status, String field) {
    return status
            .lines()
            .filter(line -> line.startsWith(field))
            .map(line -> line.replaceAll("\\D", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0)
        * BYTES_PER_KB;
  }
}
