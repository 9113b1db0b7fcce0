package dev.sluice.sim.signal;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * An endless sensor with labelled anomalies: the same frames for the same seed, on every machine.
 * Each seed is another device; the constructors give a vibration sensor.
 *
 * <p>A device starts with {@value #HEALTHY_START} healthy frames. Anomalies last one or two whole
 * frames and at least {@value #GAP_MIN} healthy frames lie between them, so that the three frames
 * before any frame always show how the device normally runs.
 */
public final class SyntheticSignal implements Signal {
  public static final int FRAME_LENGTH = 64;
  public static final double ANOMALY_SHARE = 0.3;

  /** Above it the healthy gaps would become shorter than {@value #GAP_MIN} frames. */
  public static final double ANOMALY_SHARE_MAX = 0.4;

  private static final int HEALTHY_START = 4;
  private static final int GAP_MIN = 2;
  private static final int EPISODE_MAX = 2;
  private static final double EPISODE_MEAN = (1 + EPISODE_MAX) / 2.0;
  private static final Fault HEALTHY = new Fault() {};

  // For the device.
  private final int frameLength;
  private final double anomalyShare;
  private final SplittableRandom schedule;
  private final Source source;

  // For the episode: healthy or one fault.
  private Fault fault = HEALTHY;
  private Optional<AnomalyKind> kind = Optional.empty();
  private int episodeFrames = HEALTHY_START;
  private int frameOfEpisode;

  /** A sensor on a rotating {@link Machine}, with the usual frames. */
  public SyntheticSignal(long seed) {
    this(seed, FRAME_LENGTH, ANOMALY_SHARE);
  }

  /**
   * A sensor on a rotating {@link Machine}.
   *
   * @param frameLength values per frame, at least 8
   * @param anomalyShare of frames in the long run, 0 to {@link #ANOMALY_SHARE_MAX}
   */
  public SyntheticSignal(long seed, int frameLength, double anomalyShare) {
    this(new SplittableRandom(seed), Machine::new, frameLength, anomalyShare);
  }

  private SyntheticSignal(
      SplittableRandom schedule,
      Function<SplittableRandom, Source> source,
      int frameLength,
      double anomalyShare) {
    if (frameLength < 8) {
      throw new IllegalArgumentException("frame length " + frameLength + ": at least 8");
    }
    if (!(anomalyShare >= 0 && anomalyShare <= ANOMALY_SHARE_MAX)) {
      throw new IllegalArgumentException(
          "anomaly share " + anomalyShare + ": 0 to " + ANOMALY_SHARE_MAX);
    }
    this.frameLength = frameLength;
    this.anomalyShare = anomalyShare;
    this.schedule = schedule;
    this.source = source.apply(schedule.split());
  }

  /** A sensor of a {@link SlowProcess}: a temperature, a level, a flow. */
  public static SyntheticSignal ofSlowProcess(long seed) {
    return new SyntheticSignal(
        new SplittableRandom(seed), SlowProcess::new, FRAME_LENGTH, ANOMALY_SHARE);
  }

  /** Never empty. */
  @Override
  public Optional<Frame> next() {
    if (frameOfEpisode == episodeFrames) {
      beginEpisode();
    }
    float[] values = new float[frameLength];
    for (int i = 0; i < frameLength; i++) {
      values[i] = source.next(fault, frameOfEpisode * frameLength + i);
    }
    frameOfEpisode++;
    return Optional.of(new Frame(values, Optional.of(kind.isPresent())));
  }

  /** What is wrong in the frame that {@link #next} returned last. */
  public Optional<AnomalyKind> anomaly() {
    return kind;
  }

  private void beginEpisode() {
    frameOfEpisode = 0;
    if (kind.isPresent() || anomalyShare == 0) {
      kind = Optional.empty();
      fault = HEALTHY;
      episodeFrames = healthyFrames();
      return;
    }
    List<AnomalyKind> kinds = source.anomalies();
    AnomalyKind drawn = kinds.get(schedule.nextInt(kinds.size()));
    kind = Optional.of(drawn);
    fault = Fault.draw(drawn, schedule, frameLength);
    episodeFrames = schedule.nextInt(1, EPISODE_MAX + 1);
  }

  /** Geometric above its minimum: how long it has been quiet says nothing about what comes. */
  private int healthyFrames() {
    if (anomalyShare == 0) {
      return HEALTHY_START;
    }
    double beyondMin = EPISODE_MEAN * (1 - anomalyShare) / anomalyShare - GAP_MIN;
    int frames = GAP_MIN;
    while (schedule.nextDouble() < beyondMin / (1 + beyondMin)) {
      frames++;
    }
    return frames;
  }
}
