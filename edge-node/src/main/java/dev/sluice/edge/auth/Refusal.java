package dev.sluice.edge.auth;

import dev.sluice.mqtt.ReasonCode;
import java.util.Locale;

/** Why a proof is not taken; the client hears less than the counters say. */
public enum Refusal {
  /** Nothing was proved where proof is asked for. */
  ANONYMOUS(ReasonCode.NOT_AUTHORIZED),
  UNKNOWN_USER(ReasonCode.BAD_USER_NAME_OR_PASSWORD),
  WRONG_PASSWORD(ReasonCode.BAD_USER_NAME_OR_PASSWORD),
  /** Not ours, expired, or without what is required. */
  BAD_TOKEN(ReasonCode.BAD_USER_NAME_OR_PASSWORD),
  /** Not trusted any more, or without a name. */
  BAD_CERTIFICATE(ReasonCode.NOT_AUTHORIZED),
  /** The address has failed too often; nothing was looked at. */
  TOO_MANY_FAILURES(ReasonCode.CONNECTION_RATE_EXCEEDED),
  /** More proofs wait than are checked in time. */
  BUSY(ReasonCode.SERVER_BUSY);

  private final ReasonCode reason;

  Refusal(ReasonCode reason) {
    this.reason = reason;
  }

  /** What the client is told. */
  public ReasonCode reason() {
    return reason;
  }

  /** Whether it was a guess that may be repeated. */
  boolean isFailure() {
    return this != TOO_MANY_FAILURES && this != BUSY;
  }

  /** As metrics say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
