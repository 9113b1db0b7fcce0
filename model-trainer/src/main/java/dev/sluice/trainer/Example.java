package dev.sluice.trainer;

import dev.sluice.inference.DeviceWindow;
import dev.sluice.sim.signal.AnomalyKind;
import dev.sluice.sim.signal.Signal;
import dev.sluice.sim.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A window as a detector sees it at run time, with the truth about its newest frame.
 *
 * @param window oldest first
 * @param anomalous whether the newest frame shows an anomaly
 * @param kind of the anomaly, where the source knows it
 */
record Example(float[] window, boolean anomalous, Optional<AnomalyKind> kind) {

  /**
   * Plays simulated sensors into device windows, from the first frame on, so that padded windows
   * are among the examples.
   *
   * @param seeds one per device
   */
  static List<Example> simulated(
      LongFunction<SyntheticSignal> sensor, Seeds seeds, int frames, int window) {
    var examples = new ArrayList<Example>(seeds.count() * frames);
    for (long seed = seeds.first(); seed < seeds.first() + seeds.count(); seed++) {
      SyntheticSignal signal = sensor.apply(seed);
      var device = new DeviceWindow(window);
      for (int i = 0; i < frames; i++) {
        Signal.Frame frame = signal.next().orElseThrow();
        device.add(frame.values());
        examples.add(
            new Example(device.snapshot(), frame.anomalous().orElseThrow(), signal.anomaly()));
      }
    }
    return examples;
  }

  /** Vibration sensors. */
  static List<Example> machines(Seeds seeds, int frames, int window) {
    return simulated(SyntheticSignal::new, seeds, frames, window);
  }

  /** Sensors of temperatures, levels, flows. */
  static List<Example> processes(Seeds seeds, int frames, int window) {
    return simulated(SyntheticSignal::ofSlowProcess, seeds, frames, window);
  }

  /** What detectors learn from: every third sensor is a slow one. */
  static List<Example> mixed(Seeds seeds, int frames, int window) {
    return simulated(
        seed -> seed % 3 == 0 ? SyntheticSignal.ofSlowProcess(seed) : new SyntheticSignal(seed),
        seeds,
        frames,
        window);
  }

  /** Consecutive seeds. */
  record Seeds(long first, int count) {}
}
