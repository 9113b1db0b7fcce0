package dev.sluice.sim.fleet;

import dev.sluice.sim.config.GroupConfig;
import dev.sluice.sim.config.SignalConfig;
import dev.sluice.sim.signal.CsvSeries;
import dev.sluice.sim.signal.CsvSignal;
import dev.sluice.sim.signal.MalformedSeriesException;
import dev.sluice.sim.signal.Signal;
import dev.sluice.sim.signal.SurfaceSignal;
import dev.sluice.sim.signal.SyntheticSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes the signals of one group's devices: the same seed, the same frames.
 *
 * @param recording what the group replays; empty when its signal is generated
 */
record Signals(SignalConfig config, Optional<Recording> recording, long seed) {

  /**
   * @throws MalformedSeriesException also when the series is too short for one frame
   */
  static Signals of(GroupConfig group, ReplayFiles files, long seed)
      throws MalformedSeriesException {
    SignalConfig config = group.signal();
    long groupSeed = seed * 31 + group.name().hashCode();
    if (config.kind() != SignalConfig.Kind.REPLAY) {
      return new Signals(config, Optional.empty(), groupSeed);
    }
    String file = config.file().orElseThrow();
    Recording recording = files.read(file, config.labels());
    if (recording.series().rows() < config.frame()) {
      throw new MalformedSeriesException(
          file
              + ": "
              + recording.series().rows()
              + " rows do not fill a frame of "
              + config.frame()
              + ": use a longer series or a smaller signal.frame");
    }
    return new Signals(config, Optional.of(recording), groupSeed);
  }

  /** The signal of the device of this number; a replay joins the series at a row of its own. */
  Signal signal(int number) {
    SplittableRandom chance = new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L);
    if (config.kind() == SignalConfig.Kind.IMAGE) {
      return new SurfaceSignal(chance.nextLong(), config.anomalyShare());
    }
    if (recording.isEmpty()) {
      return new SyntheticSignal(chance.nextLong(), config.frame(), config.anomalyShare());
    }
    CsvSeries series = recording.get().series();
    int startRow = chance.nextInt(series.rows());
    return new CsvSignal(series, recording.get().labels(), config.frame(), startRow);
  }

  /** The group's period, or what the replay's speed makes of the recorded pace. */
  Duration period(Duration groupPeriod) {
    if (recording.isEmpty() || config.speed().isEmpty()) {
      return groupPeriod;
    }
    double frameMillis = (double) recording.get().series().intervalMillis() * config.frame();
    return Duration.ofNanos(Math.max(1_000_000, (long) (frameMillis * 1e6 / config.speed().get())));
  }
}
