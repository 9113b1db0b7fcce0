package dev.sluice.edge.host;

import dev.sluice.offload.Vitals;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** The vitals of this machine as its kernel's files tell them. */
final class HostVitals {
  private final Thermometer thermometer;
  private final ClockSpeed clockSpeed;
  private final StolenTime stolenTime;
  private final Pressure pressure;

  /**
   * @param root of {@code proc} and {@code sys}
   * @param clock monotonic nanoseconds
   */
  HostVitals(Path root, LongSupplier clock) {
    KernelFiles files = new KernelFiles(root);
    thermometer = new Thermometer(files);
    clockSpeed = new ClockSpeed(files);
    stolenTime = new StolenTime(files);
    pressure = new Pressure(files, clock);
  }

  /** Now; of what is counted, since the last time. */
  Vitals read() {
    return new Vitals(
        thermometer.celsius(), clockSpeed.share(), stolenTime.share(), pressure.share());
  }
}
