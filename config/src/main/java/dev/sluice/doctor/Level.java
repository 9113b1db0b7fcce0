package dev.sluice.doctor;

import java.util.Locale;

/** How bad a finding is. */
public enum Level {
  /** As it should be, or nothing can be told and nothing is known to be wrong. */
  OK,
  /** The node runs; something will not go as expected, now or soon. */
  WARNING,
  /** The node does not start, or does not do what the configuration asks for. */
  FAULT;

  /** As reports say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
