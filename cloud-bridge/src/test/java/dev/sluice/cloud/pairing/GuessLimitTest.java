package dev.sluice.cloud.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessLimitTest {
  private static final long MINUTE = 60_000_000_000L;
  private final GuessLimit limit = new GuessLimit();

  private void guess(String address, int times, long nowNanos) {
    for (int i = 0; i < times; i++) {
      limit.wrong(address, nowNanos);
    }
  }

  @Test
  void isNotHeardAfterTenWrongOnesUntilTheMinuteIsOver() {
    guess("a", GuessLimit.GUESSES_PER_MINUTE - 1, 5);
    assertThat(limit.isHeard("a", 6)).isTrue();

    guess("a", 1, 7);
    assertThat(limit.isHeard("a", 8)).isFalse();
    assertThat(limit.isHeard("a", 4 + MINUTE)).isFalse();
    assertThat(limit.isHeard("a", 5 + MINUTE)).isTrue();
  }

  @Test
  void othersAreHeardMeanwhile() {
    guess("a", 50, 0);
    assertThat(limit.isHeard("b", 1)).isTrue();
  }

  @Test
  void aGuesserIsRememberedAlthoughThousandsOfOthersCome() {
    for (int i = 0; i < 5_000; i++) {
      guess("other" + i, 1, i);
      guess("a", 1, i);
    }
    assertThat(limit.isHeard("a", 5_001)).isFalse();
  }
}
