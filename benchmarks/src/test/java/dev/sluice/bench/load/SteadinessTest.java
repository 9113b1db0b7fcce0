package dev.sluice.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadinessTest {
  private final Steadiness steadiness = new Steadiness();

  private boolean after(double... rates) {
    boolean steady = false;
    for (double rate : rates) {
      steady = steadiness.isSteadyAfter(rate);
    }
    return steady;
  }

  @Test
  void knowsNothingFromAFewSlices() {
    assertThat(after(1, 1, 1, 1, 1, 1, 1)).isFalse();
    assertThat(after(1)).isTrue();
  }

  @Test
  void aRisingRateIsNotSteady() {
    assertThat(after(10, 20, 30, 40, 50, 60, 70, 80)).isFalse();
    assertThat(after(80, 80, 80, 80)).as("four slices before were lower").isFalse();
    assertThat(after(80, 80, 80, 80)).isTrue();
  }

  @Test
  void aFallingRateWillNotRise() {
    assertThat(after(100, 100, 100, 100, 90, 90, 90, 90)).isTrue();
  }
}
