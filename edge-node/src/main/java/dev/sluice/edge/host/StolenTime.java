package dev.sluice.edge.host;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much of the processor time that this machine asked for its hypervisor gave to others, between
 * two looks at the first line of {@code /proc/stat}: {@code cpu user nice system idle iowait irq
 * softirq steal}.
 */
final class StolenTime {
  private static final int[] BUSY = {1, 2, 3, 6, 7};
  private static final int STEAL = 8;
  private static final double SHARE_MAX = 0.9;

  /** Fewer ticks than these say nothing. */
  private static final double TICKS_MIN = 10;

  private final KernelFiles files;
  private double busy;
  private double stolen;

  StolenTime(KernelFiles files) {
    this.files = files;
    share();
  }

  /** Since the last look; 0 where nothing is known. */
  double share() {
    Optional<String> stat = files.text(files.at("proc/stat"));
    String[] fields = stat.orElse("").split("\\R", 2)[0].split(" +");
    if (fields.length <= STEAL) {
      return 0;
    }
    double busyBefore = busy;
    double stolenBefore = stolen;
    busy = 0;
    for (int field : BUSY) {
      busy += ticks(fields[field]);
    }
    stolen = ticks(fields[STEAL]);
    double lost = Math.max(0, stolen - stolenBefore);
    double asked = Math.max(0, busy - busyBefore) + lost;
    return asked < TICKS_MIN ? 0 : Math.min(SHARE_MAX, lost / asked);
  }

  private static double ticks(String field) {
    OptionalDouble ticks = KernelFiles.parsed(field);
    return ticks.orElse(0);
  }
}
