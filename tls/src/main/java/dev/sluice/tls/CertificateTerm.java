package dev.sluice.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From when until when a certificate is valid, and what that means at a moment. */
public record CertificateTerm(Instant from, Instant until) {
  /** It is renewed after two thirds of its life: one third is left to try again and again. */
  private static final int PARTS = 3;

  private static final int PARTS_USED = 2;

  /** Attempts to renew it, spread over its life. */
  private static final int ATTEMPTS = 30;

  private static final Duration PAUSE_MAX = Duration.ofHours(1);
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);

  public CertificateTerm {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("it would end before it begins");
    }
  }

  /**
   * Why it cannot be used now, in one line; empty when it can.
   *
   * @param past a moment that has been, as far as files tell
   */
  public Optional<String> obstacle(Instant now, Instant past) {
    if (now.isBefore(from)) {
      String proof =
          now.isBefore(past)
              ? "this machine's clock is wrong: it says %s, and it was %s before"
                  .formatted(now, past)
              : "this machine's clock is wrong, or the bridge's was: it says %s, and the certificate begins at %s"
                  .formatted(now, from);
      return Optional.of(proof + "; set it ('timedatectl set-ntp true'), the link waits for that");
    }
    return now.isAfter(until)
        ? Optional.of(
            "the certificate expired at %s, and it is %s: pair again ('./sluice cloud invite' there)"
                .formatted(until, now))
        : Optional.empty();
  }

  /** Whether it is time for the next one. */
  public boolean isRenewalDue(Instant now) {
    return !now.isBefore(from.plus(life().multipliedBy(PARTS_USED).dividedBy(PARTS)));
  }

  /** Between attempts to renew it, a second at least and an hour at most. */
  public Duration renewalPause() {
    Duration pause = life().dividedBy(ATTEMPTS);
    if (pause.compareTo(PAUSE_MAX) > 0) {
      return PAUSE_MAX;
    }
    return pause.compareTo(PAUSE_MIN) < 0 ? PAUSE_MIN : pause;
  }

  /** Until it expires; negative when it has. */
  public Duration left(Instant now) {
    return Duration.between(now, until);
  }

  private Duration life() {
    return Duration.between(from, until);
  }
}
