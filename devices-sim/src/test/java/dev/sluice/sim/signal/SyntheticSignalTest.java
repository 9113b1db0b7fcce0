package dev.sluice.sim.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
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
  void aSlowProcessRepeatsItselfToo() {
    var one = SyntheticSignal.ofSlowProcess(3);
    var other = SyntheticSignal.ofSlowProcess(3);
    for (int i = 0; i < 100; i++) {
      float[] expected = one.next().orElseThrow().values();
      assertThat(other.next().orElseThrow().values()).containsExactly(expected);
      assertThat(other.anomaly()).isEqualTo(one.anomaly());
    }
  }

  @Test
  void aSlowProcessShowsOnlyFaultsThatItCanShow() {
    Set<AnomalyKind> seen = EnumSet.noneOf(AnomalyKind.class);
    for (long seed = 0; seed < 20; seed++) {
      var signal = SyntheticSignal.ofSlowProcess(seed);
      for (int i = 0; i < 100; i++) {
        assertThat(signal.next().orElseThrow().values())
            .satisfies(values -> assertThat(mean(values)).isFinite());
        signal.anomaly().ifPresent(seen::add);
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            AnomalyKind.LEVEL_SHIFT,
            AnomalyKind.DRIFT,
            AnomalyKind.DROPOUT,
            AnomalyKind.NOISE_BURST,
            AnomalyKind.IMPULSES);
  }

  /** Some hardly wander; as a family they do, several times more than machines. */
  @Test
  void slowProcessesMoveFromFrameToFrame() {
    double slow = 0;
    double fast = 0;
    for (long seed = 0; seed < 50; seed++) {
      slow += spreadOfFrameMeans(new SlowProcess(new SplittableRandom(seed)));
      fast += spreadOfFrameMeans(new Machine(new SplittableRandom(seed)));
    }
    assertThat(slow).isGreaterThan(5 * fast);
  }

  /** Of healthy frames, as a share of the spread of all samples. */
  private static double spreadOfFrameMeans(Source source) {
    double[] means = new double[50];
    double within = 0;
    for (int frame = 0; frame < means.length; frame++) {
      float[] values = frame(source, new Fault() {}, 0);
      means[frame] = mean(values);
      for (float value : values) {
        within += (value - means[frame]) * (value - means[frame]) / values.length / means.length;
      }
    }
    double mean = Arrays.stream(means).average().orElseThrow();
    double between = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).average().orElseThrow();
    return between / (between + within);
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
    assertThat(fewestChanges(Machine::new, kind)).isGreaterThanOrEqualTo(6);
    if (new SlowProcess(new SplittableRandom(0)).anomalies().contains(kind)) {
      assertThat(fewestChanges(SlowProcess::new, kind)).isGreaterThanOrEqualTo(6);
    }
  }

  private static int fewestChanges(Function<SplittableRandom, Source> sources, AnomalyKind kind) {
    int fewest = Integer.MAX_VALUE;
    for (long seed = 0; seed < 20; seed++) {
      for (int from : new int[] {0, 64}) {
        Fault fault = Fault.draw(kind, new SplittableRandom(seed + 1), 64);
        float[] faulty = frame(sources.apply(new SplittableRandom(seed)), fault, from);
        float[] healthy = frame(sources.apply(new SplittableRandom(seed)), new Fault() {}, from);
        fewest = Math.min(fewest, changed(healthy, faulty));
      }
    }
    return fewest;
  }

  private static float[] frame(Source source, Fault fault, int from) {
    float[] values = new float[64];
    for (int i = 0; i < 64; i++) {
      values[i] = source.next(fault, from + i);
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
    Fault dropout = Fault.draw(AnomalyKind.DROPOUT, new SplittableRandom(5), 64);
    float[] values = frame(new Machine(new SplittableRandom(4)), dropout, 0);
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
