package dev.sluice.edge.core.forward;

/** What becomes of a payload in which a rule cannot find what it has to look at. */
public enum OnUnparsable {
  /** It goes as it is. */
  FORWARD,
  /** It stays here. */
  DROP
}
