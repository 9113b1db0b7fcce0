package dev.sluice.edge.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The node's own clock: it goes on where the last process stopped, so that a deadline in the
 * journal means the same to the next one.
 *
 * <p>While the process lives it follows the monotonic clock, whatever the system's clock does. The
 * time in which no process lived is what the system's clock says that it was, if that can be
 * believed: a gateway without a clock of its own may say anything when it starts. What is not
 * believed does not count, so that nothing expires for it.
 */
public final class NodeClock {
  /** Longest time without a process that is believed. */
  public static final Duration ABSENCE_MAX = Duration.ofDays(7);

  private static final long NANOS_PER_MS = 1_000_000;

  private final LongSupplier monotonic;
  private final LongSupplier wall;
  private final long offsetNanos;
  private final Optional<Duration> absence;
  private final boolean believed;

  /**
   * @param last mark of the process before, empty when there was none
   * @param monotonic nanoseconds
   * @param wall milliseconds
   */
  public NodeClock(Optional<TimeMark> last, LongSupplier monotonic, LongSupplier wall) {
    this.monotonic = monotonic;
    this.wall = wall;
    absence = last.map(mark -> Duration.ofMillis(wall.getAsLong() - mark.wallMillis()));
    believed = absence.isEmpty() || isBelievable(absence.get());
    long base = last.map(TimeMark::nanos).orElse(0L);
    long away = believed ? absence.map(Duration::toNanos).orElse(0L) : 0;
    offsetNanos = base + away - monotonic.getAsLong();
  }

  private static boolean isBelievable(Duration absence) {
    return !absence.isNegative() && absence.compareTo(ABSENCE_MAX) <= 0;
  }

  /** Nanoseconds; never less than any that an earlier process saw. */
  public long nanos() {
    return monotonic.getAsLong() + offsetNanos;
  }

  TimeMark mark() {
    return new TimeMark(nanos(), wall.getAsLong());
  }

  /**
   * How far the system's clock has moved against this one since the mark; about 0 if it is sound.
   */
  Duration jumpSince(TimeMark mark) {
    TimeMark now = mark();
    long wallMillis = now.wallMillis() - mark.wallMillis();
    return Duration.ofMillis(wallMillis - (now.nanos() - mark.nanos()) / NANOS_PER_MS);
  }

  /** How long no process lived, as the system's clock has it; empty at the first start. */
  public Optional<Duration> absence() {
    return absence;
  }

  /** Whether the absence counts. */
  public boolean absenceBelieved() {
    return believed;
  }
}
