package dev.sluice.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What predictions that come true, or do not, teach about the next ones. */
class TransitErrorTest {
  private static final long MS = Requests.MS;

  private final TransitError error = new TransitError();
  private long nowNanos;

  private void learn(int count, long errorMs, long fromMs) {
    for (int i = 0; i < count; i++) {
      nowNanos = (fromMs + 10L * i) * MS;
      error.learn((double) errorMs * MS, nowNanos);
    }
  }

  @Test
  void aSteadyLinkIsTrusted() {
    learn(300, 0, 0);
    assertThat(error.deviation(nowNanos)).isLessThan(0.1 * MS);
    assertThat(error.lateness(nowNanos)).isZero();
  }

  @Test
  void oneThatIsLaterThanThoughtIsExpectedToBeSo() {
    learn(300, 40, 0);
    assertThat(error.lateness(nowNanos)).isBetween(38.0 * MS, 40.0 * MS);
    assertThat(error.deviation(nowNanos)).isBetween(38.0 * MS, 40.0 * MS);
  }

  @Test
  void oneThatIsEarlierIsNotExpectedToBe() {
    learn(300, -40, 0);
    assertThat(error.lateness(nowNanos)).isZero();
    assertThat(error.deviation(nowNanos)).isGreaterThan(38.0 * MS);
  }

  @Test
  void whatIsNewsAfterALongSilenceCountsHalf() {
    learn(300, 0, 0);
    nowNanos = 60_000 * MS;
    error.learn(40 * MS, nowNanos);
    assertThat(error.lateness(nowNanos)).isBetween(19.0 * MS, 21.0 * MS);
  }

  @Test
  void anOutageCountsForHalfASecondAtMost() {
    learn(300, 0, 0);
    nowNanos = 60_000 * MS;
    error.learn(10_000 * MS, nowNanos);
    assertThat(error.lateness(nowNanos)).isLessThanOrEqualTo(250.0 * MS);
  }

  @Test
  void whatNobodyHasSeenForLongIsHalfForgotten() {
    learn(300, 40, 0);
    double late = error.lateness(nowNanos);
    double deviation = error.deviation(nowNanos);
    assertThat(error.lateness(nowNanos + 500 * MS)).isEqualTo(late / 2);
    assertThat(error.deviation(nowNanos + 500 * MS)).isEqualTo(deviation / 2 + 2.5 * MS);
  }

  @Test
  void aSteadyLinkIsTrustedAlsoWhenItIsSeldomUsed() {
    learn(300, 0, 0);
    assertThat(error.deviation(nowNanos + 60_000 * MS)).isEqualTo(error.deviation(nowNanos));
  }
}
