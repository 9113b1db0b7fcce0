package dev.sluice.sim.config;

import java.util.Optional;

/**
 * Where the readings of a group come from.
 *
 * @param frame values per message, readings only
 * @param anomalyShare of the frames, generated ones only
 * @param file of {@code timestamp,value} lines, replay only
 * @param labels of the file's anomalies; absent, {@code anomaly-windows.json} beside the file
 * @param speed replay at this multiple of the recorded pace instead of the group's period
 */
public record SignalConfig(
    Kind kind,
    int frame,
    double anomalyShare,
    Optional<String> file,
    Optional<String> labels,
    Optional<Double> speed) {

  /** Generated or recorded readings, or generated camera images. */
  public enum Kind {
    SYNTHETIC,
    REPLAY,
    IMAGE
  }

  SignalConfig replaying(String series, Optional<String> seriesLabels) {
    return new SignalConfig(
        Kind.REPLAY, frame, anomalyShare, Optional.of(series), seriesLabels, speed);
  }

  SignalConfig atSpeed(double multiple) {
    return new SignalConfig(kind, frame, anomalyShare, file, labels, Optional.of(multiple));
  }
}
