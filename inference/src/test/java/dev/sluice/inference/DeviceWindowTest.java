package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceWindowTest {
  @Test
  void repeatsTheOldestValueUntilItIsFull() {
    var window = new DeviceWindow(5);
    window.add(new float[] {1, 2});
    assertThat(window.snapshot()).containsExactly(1, 1, 1, 1, 2);
    window.add(new float[] {3, 4, 5});
    assertThat(window.snapshot()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void keepsTheLastValues() {
    var window = new DeviceWindow(3);
    window.add(new float[] {1, 2, 3, 4});
    assertThat(window.snapshot()).containsExactly(2, 3, 4);
    window.add(new float[] {5});
    assertThat(window.snapshot()).containsExactly(3, 4, 5);
  }

  @Test
  void aSnapshotStaysAsItWas() {
    var window = new DeviceWindow(2);
    window.add(new float[] {1, 2});
    float[] before = window.snapshot();
    window.add(new float[] {3});
    assertThat(before).containsExactly(1, 2);
  }

  @Test
  void hasNothingToShowBeforeTheFirstValue() {
    var window = new DeviceWindow(2);
    window.add(new float[0]);
    assertThatIllegalStateException().isThrownBy(window::snapshot);
  }

  @Test
  void refusesALengthBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceWindow(0));
  }

  /** Against a list that keeps everything. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithAListThatForgetsNothing(long seed) {
    var random = new SplittableRandom(seed);
    int length = random.nextInt(1, 20);
    var window = new DeviceWindow(length);
    List<Float> all = new ArrayList<>();
    for (int round = 0; round < 200; round++) {
      float[] values = new float[random.nextInt(round == 0 ? 1 : 0, 30)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(1_000);
        all.add(values[i]);
      }
      window.add(values);
      for (int i = 0; i < length; i++) {
        float expected = all.get(Math.max(0, all.size() - length + i));
        assertThat(window.snapshot()[i]).as("seed %d round %d", seed, round).isEqualTo(expected);
      }
    }
  }
}
