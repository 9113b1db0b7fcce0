package dev.sluice.sim.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticSignalTest {
  private static final int FRAMES = 20_000;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, -7, Long.MAX_VALUE})
  void repeatsItselfForTheSameSeed(long seed) {
    var one = new SyntheticSignal(seed);
    var other = new SyntheticSignal(seed);
    for (int i = 0; i < 200; i++) {
      Signal.Frame expected = one.next().orElseThrow();
      Signal.Frame frame = other.next().orElseThrow();
      assertThat(frame.values()).containsExactly(expected.values());
      assertThat(frame.anomalous()).isEqualTo(expected.anomalous());
    }
  }

  @Test
  void neighbouringSeedsAreDifferentDevices() {
    float[] one = new SyntheticSignal(1).next().orElseThrow().values();
    float[] two = new SyntheticSignal(2).next().orElseThrow().values();
    assertThat(one).isNotEqualTo(two);
  }

  @ParameterizedTest(name = "share {0}")
  @ValueSource(doubles = {0.05, 0.3, 0.4})
  void keepsTheShareOfAnomalousFrames(double share) {
    var signal = new SyntheticSignal(11, 16, share);
    int anomalous = 0;
    for (int i = 0; i < FRAMES; i++) {
      anomalous += signal.next().orElseThrow().anomalous().orElseThrow() ? 1 : 0;
    }
    assertThat(anomalous / (double) FRAMES).isCloseTo(share, within(0.02));
  }

  @Test
  void staysHealthyWhenAskedTo() {
    var signal = new SyntheticSignal(11, 16, 0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(signal.next().orElseThrow().anomalous()).contains(false);
    }
  }

  @Test
  void showsEveryKindAboutEquallyOften() {
    Map<AnomalyKind, Integer> seen = new EnumMap<>(AnomalyKind.class);
    var signal = new SyntheticSignal(5, 16, 0.3);
    for (int i = 0; i < FRAMES; i++) {
      signal.next();
      signal.anomaly().ifPresent(kind -> seen.merge(kind, 1, Integer::sum));
    }
    int expected = (int) (FRAMES * 0.3 / AnomalyKind.values().length);
    assertThat(seen).containsOnlyKeys(AnomalyKind.values());
    assertThat(seen.values()).allSatisfy(n -> assertThat(n).isBetween(expected / 2, expected * 2));
  }

  @Test
  void alwaysShowsAHealthyFrameAmongTheThreeBefore() {
    var signal = new SyntheticSignal(3, 16, 0.4);
    int anomalousInARow = 0;
    int healthyInARow = 0;
    for (int i = 0; i < FRAMES; i++) {
      boolean anomalous = signal.next().orElseThrow().anomalous().orElseThrow();
      if (anomalous && anomalousInARow == 0) {
        assertThat(healthyInARow).isGreaterThanOrEqualTo(2);
      }
      anomalousInARow = anomalous ? anomalousInARow + 1 : 0;
      healthyInARow = anomalous ? 0 : healthyInARow + 1;
      assertThat(anomalousInARow).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void startsHealthy() {
    for (long seed = 0; seed < 50; seed++) {
      var signal = new SyntheticSignal(seed, 16, 0.4);
      for (int i = 0; i < 4; i++) {
        assertThat(signal.next().orElseThrow().anomalous()).contains(false);
      }
    }
  }

  /** The label would be a lie if a frame under a fault looked as it does without. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(AnomalyKind.class)
  void changesTheFrameThatItLabels(AnomalyKind kind) {
    for (long seed = 0; seed < 20; seed++) {
      float[] faulty = frameUnder(kind, seed, 0);
      float[] second = frameUnder(kind, seed, 64);
      float[] healthy = frameUnder(null, seed, 0);
      assertThat(changed(healthy, faulty)).as("seed %d", seed).isGreaterThanOrEqualTo(6);
      assertThat(changed(healthy, second)).as("second frame, seed %d", seed).isGreaterThan(5);
    }
  }

  private static float[] frameUnder(AnomalyKind kind, long seed, int from) {
    var machine = new Machine(new SplittableRandom(seed));
    Fault fault =
        kind == null ? new Fault() {} : Fault.draw(kind, new SplittableRandom(seed + 1), 64);
    float[] values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = machine.next(fault, from + i);
    }
    return values;
  }

  /** Samples that moved by more than a tenth of the healthy frame's spread. */
  private static int changed(float[] healthy, float[] faulty) {
    double mean = mean(healthy);
    double square = 0;
    for (float value : healthy) {
      square += (value - mean) * (value - mean);
    }
    double step = 0.1 * Math.sqrt(square / healthy.length);
    int count = 0;
    for (int i = 0; i < healthy.length; i++) {
      count += Math.abs(healthy[i] - faulty[i]) > step ? 1 : 0;
    }
    return count;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void aDroppedOutSensorRepeatsItself() {
    float[] values = frameUnder(AnomalyKind.DROPOUT, 4, 0);
    long repeats = 0;
    for (int i = 1; i < values.length; i++) {
      repeats += values[i] == values[i - 1] ? 1 : 0;
    }
    assertThat(repeats).isGreaterThanOrEqualTo(15);
  }

  @Test
  void refusesWhatItCannotKeep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SyntheticSignal(1, 64, 0.41))
        .withMessage("anomaly share 0.41: 0 to 0.4");
    assertThatIllegalArgumentException().isThrownBy(() -> new SyntheticSignal(1, 64, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new SyntheticSignal(1, 7, 0.3));
  }
}
