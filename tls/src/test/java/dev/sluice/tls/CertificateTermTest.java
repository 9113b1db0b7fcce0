package dev.sluice.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Ninety days, and clocks that are right, stand at the epoch, or jump. */
class CertificateTermTest {
  private static final Instant FROM = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant PAST = Instant.parse("2029-12-01T00:00:00Z");
  private static final CertificateTerm TERM =
      new CertificateTerm(FROM, FROM.plus(Duration.ofDays(90)));

  private static Instant day(long days) {
    return FROM.plus(Duration.ofDays(days));
  }

  @Test
  void isGoodFromItsFirstMomentToItsLast() {
    assertThat(TERM.obstacle(FROM, PAST)).isEmpty();
    assertThat(TERM.obstacle(day(90), PAST)).isEmpty();
    assertThat(TERM.obstacle(day(90).plusMillis(1), PAST).orElseThrow())
        .contains("expired", "pair again");
  }

  @Test
  void aClockAtTheEpochIsSaidToBeWrongAndNotTheCertificate() {
    assertThat(TERM.obstacle(Instant.EPOCH, PAST).orElseThrow())
        .contains("clock is wrong", "1970-01-01", "2029-12-01")
        .doesNotContain("\n", "expired");
  }

  @Test
  void aFileOfTheFutureDoesNotStopALinkThatIsValidNow() {
    assertThat(TERM.obstacle(day(10), day(20))).isEmpty();
  }

  @Test
  void aClockBeforeTheCertificateAloneMayBeThatOfTheBridge() {
    assertThat(TERM.obstacle(FROM.minusSeconds(1), PAST).orElseThrow())
        .contains("or the bridge's was");
  }

  @Test
  void isRenewedAfterTwoThirdsOfItsLife() {
    assertThat(TERM.isRenewalDue(day(60).minusMillis(1))).isFalse();
    assertThat(TERM.isRenewalDue(day(60))).isTrue();
    assertThat(TERM.left(day(60))).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void attemptsAreSpreadOverTheLifeWithinBounds() {
    assertThat(TERM.renewalPause()).isEqualTo(Duration.ofHours(1));
    assertThat(new CertificateTerm(FROM, FROM.plusSeconds(6)).renewalPause())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(new CertificateTerm(FROM, FROM.plusSeconds(600)).renewalPause())
        .isEqualTo(Duration.ofSeconds(20));
  }
}
