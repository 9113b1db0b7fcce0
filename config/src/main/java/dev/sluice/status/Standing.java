package dev.sluice.status;

import java.util.Locale;

/** How a program is, and the exit code that says so. */
enum Standing {
  HEALTHY(0),
  /** It serves, and something is not as it should be. */
  DEGRADED(1),
  /** It answers, and does not serve. */
  NOT_READY(4),
  /** Nobody answers. */
  UNREACHABLE(4);

  private final int exitCode;

  Standing(int exitCode) {
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
