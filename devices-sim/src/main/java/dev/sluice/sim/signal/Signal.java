package dev.sluice.sim.signal;

import java.util.Optional;

/** A sensor's output, frame by frame; deterministic for its seed or file. */
public interface Signal {
  /** The next frame; empty when the series has ended. */
  Optional<Frame> next();

  /**
   * What one message carries.
   *
   * @param values oldest first
   * @param anomalous the truth, when it is known: whether this frame shows an anomaly
   */
  record Frame(float[] values, Optional<Boolean> anomalous) {}
}
