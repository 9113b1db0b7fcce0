package dev.sluice.edge.host;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of the time between two looks in which something was ready to run and had no processor,
 * by the microseconds that {@code /proc/pressure/cpu} counts.
 */
final class Pressure {
  private static final Pattern TOTAL = Pattern.compile("^some .*total=([0-9]{1,18})");
  private static final double NANOS_PER_MICRO = 1e3;

  private final KernelFiles files;
  private final LongSupplier clock;
  private double totalNanos;
  private long lookedNanos;

  /**
   * @param clock monotonic nanoseconds
   */
  Pressure(KernelFiles files, LongSupplier clock) {
    this.files = files;
    this.clock = clock;
    share();
  }

  /** Since the last look; 0 where the kernel does not count it. */
  double share() {
    Optional<String> text = files.text(files.at("proc/pressure/cpu"));
    Matcher some = TOTAL.matcher(text.orElse(""));
    if (!some.find()) {
      return 0;
    }
    double totalBefore = totalNanos;
    long lookedBefore = lookedNanos;
    totalNanos = Long.parseLong(some.group(1)) * NANOS_PER_MICRO;
    lookedNanos = clock.getAsLong();
    double share = (totalNanos - totalBefore) / Math.max(1, lookedNanos - lookedBefore);
    return Math.max(0, Math.min(1, share));
  }
}
