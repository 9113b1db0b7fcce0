package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SteadinessTest {
  private static final int HALF = 12;

  private final Steadiness steadiness = new Steadiness();

  private boolean after(int slices, IntToDoubleFunction rate) {
    boolean steady = false;
    for (int i = 0; i < slices; i++) {
      steady = steadiness.isSteadyAfter(rate.applyAsDouble(i));
    }
    return steady;
  }

  @Test
  void knowsNothingFromAFewSlices() {
    assertThat(after(2 * HALF - 1, i -> 1)).isFalse();
    assertThat(after(1, i -> 1)).isTrue();
  }

  @Test
  void aRisingRateIsNotSteady() {
    assertThat(after(2 * HALF, i -> 10 * (i + 1))).isFalse();
    assertThat(after(HALF, i -> 10 * 2 * HALF)).as("the half before was lower").isFalse();
    assertThat(after(HALF, i -> 10 * 2 * HALF)).isTrue();
  }

  @Test
  void aStepOfTwoSecondsOnTheWayUpIsNotTheTop() {
    assertThat(after(2 * HALF, i -> i < 16 ? 20 : 30)).isFalse();
  }

  @Test
  void aFallingRateWillNotRise() {
    assertThat(after(2 * HALF, i -> i < HALF ? 100 : 90)).isTrue();
  }
}
