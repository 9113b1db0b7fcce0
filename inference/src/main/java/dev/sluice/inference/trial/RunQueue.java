package dev.sluice.inference.trial;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long processes have waited for a processor, by what Linux counts in {@code
 * /proc/PID/task/TID/schedstat}: nanoseconds run, nanoseconds waited, times run.
 *
 * @param proc {@code /proc}
 */
record RunQueue(Path proc) {
  static final RunQueue OF_THIS_MACHINE = new RunQueue(Path.of("/proc"));

  /** The longest of its threads; zero where nothing is counted, or nobody has that number. */
  Duration waited(long pid) {
    long longest = 0;
    Path tasks = proc.resolve(Long.toString(pid)).resolve("task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        longest = Math.max(longest, waitedNanos(thread.resolve("schedstat")));
      }
    } catch (IOException e) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(longest);
  }

  /** A thread may end while it is asked for. */
  private static long waitedNanos(Path file) {
    try {
      String[] fields = Files.readString(file).trim().split(" ", -1);
      return fields.length < 2 ? 0 : Long.parseLong(fields[1]);
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
