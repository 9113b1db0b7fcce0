package dev.sluice.edge.host;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * The share of its full clock that the processor is allowed: a kernel that cools by slowing down
 * lowers the limit of each group of cores ({@code scaling_max_freq}). The clock of the moment says
 * nothing, for it is low whenever there is little to do.
 */
final class ClockSpeed {
  private static final double SHARE_MIN = 0.05;

  private final KernelFiles files;

  ClockSpeed(KernelFiles files) {
    this.files = files;
  }

  /** The mean of the groups of cores; 1 where nothing is known. */
  double share() {
    return files.folders("sys/devices/system/cpu/cpufreq", "policy*").stream()
        .mapToDouble(this::share)
        .average()
        .orElse(1);
  }

  private double share(Path group) {
    OptionalDouble allowed = files.number(group.resolve("scaling_max_freq"));
    OptionalDouble full = files.number(group.resolve("cpuinfo_max_freq"));
    if (allowed.isEmpty() || full.isEmpty() || full.getAsDouble() <= 0) {
      return 1;
    }
    return Math.max(SHARE_MIN, Math.min(1, allowed.getAsDouble() / full.getAsDouble()));
  }
}
