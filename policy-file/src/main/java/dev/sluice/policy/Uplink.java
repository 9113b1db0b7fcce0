package dev.sluice.policy;

/** What the node around a policy file has of the cloud. */
public enum Uplink {
  ENABLED,
  /** Everything runs here. */
  DISABLED
}
