package dev.sluice.edge.host;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * How much of the processor time that this machine asked for its hypervisor gave to others, between
 * two looks at the first line of {@code /proc/stat}: {@code cpu user nice system idle iowait irq
 * softirq steal}.
 */
final class StolenTime {
  private static final int[] BUSY = {1, 2, 3, 6, 7};
  private static final int STEAL = 8;
  private static final Pattern BLANKS = Pattern.compile(" +");
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
    List<String> fields = fieldsOfAll(stat.orElse(""));
    if (fields.size() <= STEAL) {
      return 0;
    }
    double busyBefore = busy;
    double stolenBefore = stolen;
    busy = 0;
    for (int field : BUSY) {
      busy += ticks(fields.get(field));
    }
    stolen = ticks(fields.get(STEAL));
    double lost = Math.max(0, stolen - stolenBefore);
    double asked = Math.max(0, busy - busyBefore) + lost;
    return asked < TICKS_MIN ? 0 : Math.min(SHARE_MAX, lost / asked);
  }

  private static List<String> fieldsOfAll(String stat) {
    String first = stat.lines().findFirst().orElse("");
    return BLANKS.splitAsStream(first).toList();
  }

  private static double ticks(String field) {
    OptionalDouble ticks = KernelFiles.parsed(field);
    return ticks.orElse(0);
  }
}
