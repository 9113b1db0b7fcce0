package dev.sluice.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What one core of the machine has done, for whomever, from Linux's /proc.
 *
 * @param busyNanos anything but idling or waiting for a disk, also what the host of a virtual
 *     machine kept for others
 */
public record CoreUsage(long busyNanos) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;
  private static final int STEAL = 8;

  /** Empty where there is no /proc or no such core. */
  public static Optional<CoreUsage> of(int core) {
    try {
      return parse(Files.readString(STAT), core);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<CoreUsage> parse(String stat, int core) {
    return stat.lines()
        .map(line -> line.split(" +", -1))
        .filter(words -> words[0].equals("cpu" + core) && words.length > STEAL)
        .findFirst()
        .map(CoreUsage::of);
  }

  private static CoreUsage of(String[] words) {
    long all = Arrays.stream(words, 1, STEAL + 1).mapToLong(Long::parseLong).sum();
    long idle = Long.parseLong(words[IDLE]) + Long.parseLong(words[IO_WAIT]);
    return new CoreUsage((all - idle) * NANOS_PER_TICK);
  }
}
