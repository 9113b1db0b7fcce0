package dev.sluice.trainer;

import dev.sluice.inference.DeviceWindow;
import dev.sluice.sim.signal.AnomalyKind;
import dev.sluice.sim.signal.Signal;
import dev.sluice.sim.signal.SyntheticSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window as a detector sees it at run time, with the truth about its newest frame.
 *
 * @param window oldest first
 * @param anomalous whether the newest frame shows an anomaly
 * @param kind of the anomaly, where the source knows it
 */
record Example(float[] window, boolean anomalous, Optional<AnomalyKind> kind) {

  /**
   * Plays synthetic devices into device windows, from the first frame on, so that padded windows
   * are among the examples.
   *
   * @param seeds one per device
   */
  static List<Example> synthetic(Seeds seeds, int frames, int window) {
    var examples = new ArrayList<Example>(seeds.count() * frames);
    for (long seed = seeds.first(); seed < seeds.first() + seeds.count(); seed++) {
      var signal = new SyntheticSignal(seed);
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

  /** Consecutive seeds. */
  record Seeds(long first, int count) {}
}
