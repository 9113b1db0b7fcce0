package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What predictions that come true, or do not, teach about the next ones. */
class TransitErrorTest {
  private static final long MS = Requests.MS;

  private final TransitError error = new TransitError();

  private void learn(int count, long errorMs, long fromMs) {
    for (int i = 0; i < count; i++) {
      error.learn((double) errorMs * MS, (fromMs + 10L * i) * MS);
    }
  }

  @Test
  void aSteadyLinkIsTrusted() {
    learn(300, 0, 0);
    assertThat(error.deviation()).isLessThan(0.1 * MS);
    assertThat(error.lateness()).isZero();
  }

  @Test
  void oneThatIsLaterThanThoughtIsExpectedToBeSo() {
    learn(300, 40, 0);
    assertThat(error.lateness()).isBetween(38.0 * MS, 40.0 * MS);
    assertThat(error.deviation()).isBetween(38.0 * MS, 40.0 * MS);
  }

  @Test
  void oneThatIsEarlierIsNotExpectedToBe() {
    learn(300, -40, 0);
    assertThat(error.lateness()).isZero();
    assertThat(error.deviation()).isGreaterThan(38.0 * MS);
  }

  @Test
  void whatIsNewsAfterALongSilenceCountsHalf() {
    learn(300, 0, 0);
    error.learn(40 * MS, 60_000 * MS);
    assertThat(error.lateness()).isBetween(19.0 * MS, 21.0 * MS);
  }

  @Test
  void anOutageCountsForHalfASecondAtMost() {
    learn(300, 0, 0);
    error.learn(10_000 * MS, 60_000 * MS);
    assertThat(error.lateness()).isLessThanOrEqualTo(250.0 * MS);
  }
}
