package dev.sluice.sim.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurfaceSignalTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, -7, Long.MAX_VALUE})
  void repeatsItselfForTheSameSeed(long seed) {
    var one = new SurfaceSignal(seed);
    var other = new SurfaceSignal(seed);
    for (int i = 0; i < 20; i++) {
      Signal.Frame expected = one.next().orElseThrow();
      Signal.Frame frame = other.next().orElseThrow();
      assertThat(frame.values()).containsExactly(expected.values());
      assertThat(frame.anomalous()).isEqualTo(expected.anomalous());
    }
  }

  @Test
  void valuesAreGreyLevelsOfASquare() {
    for (long seed = 0; seed < 50; seed++) {
      float[] values = new SurfaceSignal(seed).next().orElseThrow().values();
      assertThat(values).hasSize(SurfaceSignal.SIDE * SurfaceSignal.SIDE);
      for (float value : values) {
        assertThat(value).isBetween(0f, 255f).isEqualTo(Math.round(value));
      }
    }
  }

  @Test
  void defectsComeAsOftenAsAskedAndOfEveryKind() {
    var camera = new SurfaceSignal(3, 0.25);
    Set<SurfaceDefect> seen = EnumSet.noneOf(SurfaceDefect.class);
    int defective = 0;
    for (int i = 0; i < 2_000; i++) {
      boolean anomalous = camera.next().orElseThrow().anomalous().orElseThrow();
      assertThat(anomalous).isEqualTo(camera.defect().isPresent());
      camera.defect().ifPresent(seen::add);
      defective += anomalous ? 1 : 0;
    }
    assertThat(defective / 2_000.0).isCloseTo(0.25, within(0.04));
    assertThat(seen).containsExactlyInAnyOrder(SurfaceDefect.values());
  }

  @ParameterizedTest
  @EnumSource
  void everyDefectChangesWhatIsSeen(SurfaceDefect kind) {
    for (long seed = 0; seed < 20; seed++) {
      double[][] piece = new double[SurfaceSignal.SIDE][SurfaceSignal.SIDE];
      new DefectBrush(piece, new java.util.SplittableRandom(seed)).draw(kind);
      double strongest = 0;
      for (double[] row : piece) {
        for (double change : row) {
          strongest = Math.max(strongest, Math.abs(change));
        }
      }
      assertThat(strongest).as("seed %d", seed).isBetween(6.0, 80.0);
    }
  }

  @Test
  void aCameraWithoutDefectsSaysSo() {
    assertThat(new SurfaceSignal(1, 0).next().orElseThrow().anomalous())
        .isEqualTo(Optional.of(false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SurfaceSignal(1, 1.1))
        .withMessage("anomaly share 1.1: 0 to 1");
  }
}
