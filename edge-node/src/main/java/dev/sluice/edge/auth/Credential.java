package dev.sluice.edge.auth;

import java.util.Locale;

/** The kinds of proof, as the first word of {@code Identity.credential}. */
enum Credential {
  NONE,
  PASSWORD,
  CERTIFICATE,
  TOKEN;

  /** Names one proof of this kind. */
  String named(String fingerprint) {
    return name().toLowerCase(Locale.ROOT) + ":" + fingerprint;
  }

  static Credential of(String credential) {
    for (Credential kind : values()) {
      if (kind != NONE && credential.startsWith(kind.named(""))) {
        return kind;
      }
    }
    return NONE;
  }

  /** Who vouches for the name: this gateway, or whoever signs tokens. */
  String realm() {
    return isListed() ? "" : name().toLowerCase(Locale.ROOT);
  }

  /** Whether its user has to stand in the password file, where there is one. */
  boolean isListed() {
    return this == PASSWORD || this == CERTIFICATE;
  }
}
