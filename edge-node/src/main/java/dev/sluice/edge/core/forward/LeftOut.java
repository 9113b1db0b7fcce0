package dev.sluice.edge.core.forward;

import java.util.Locale;

/** Why a message that a rule was there for is not forwarded. */
public enum LeftOut {
  /** The rule says that its topics stay here. */
  KEPT,
  /** It, or the inference route of its topic, says that it must not leave. */
  PRIVATE,
  /** Its remote topic would be none: empty, too long, or one of the server. */
  UNMAPPABLE,
  SAMPLED_OUT,
  /** Its number moved too little. */
  DEADBAND,
  /** Its payload is the one that was forwarded last. */
  REPEATED,
  /** A field cannot be looked at, and the rule says to drop then. */
  UNPARSABLE,
  /** It is larger than a message on its way may be. */
  TOO_LARGE;

  /** As metrics say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
