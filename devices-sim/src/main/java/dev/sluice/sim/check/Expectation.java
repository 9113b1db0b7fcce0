package dev.sluice.sim.check;

/** What an acknowledged message of a group must lead to. */
public enum Expectation {
  /** Exactly one terminal answer on the device's result topic. */
  ANSWERS,
  /** Exactly one delivery to a subscriber that stands apart from the devices. */
  DELIVERY
}
