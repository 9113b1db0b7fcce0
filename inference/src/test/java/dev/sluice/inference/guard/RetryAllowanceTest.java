package dev.sluice.inference.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryAllowanceTest {
  private final RetryAllowance allowance = new RetryAllowance();

  @Test
  void retriesAreAFifthOfTheLoadInTheLongRun() {
    int retries = 0;
    for (int i = 0; i < 10_000; i++) {
      allowance.onFirstAttempt();
      retries += allowance.take() ? 1 : 0;
    }
    assertThat(retries).isBetween(2_000, 2_005);
  }

  @Test
  void aQuietTimeDoesNotSaveUpMoreThanAFew() {
    for (int i = 0; i < 10_000; i++) {
      allowance.onFirstAttempt();
    }
    int retries = 0;
    while (allowance.take()) {
      retries++;
    }
    assertThat(retries).isEqualTo(10);
  }

  @Test
  void pausesAreAtRandomUpToABoundThatDoubles() {
    assertThat(RetryAllowance.pauseNanos(1, 0)).isZero();
    assertThat(RetryAllowance.pauseNanos(1, 1)).isEqualTo(20_000_000);
    assertThat(RetryAllowance.pauseNanos(3, 0.5)).isEqualTo(40_000_000);
    assertThat(RetryAllowance.pauseNanos(60, 1)).isEqualTo(1_000_000_000);
  }
}
