package dev.sluice.sim.demo;

/** The parts of a run. */
enum Phase {
  BEFORE("uplink up"),
  CUT("uplink CUT"),
  AFTER("uplink back"),
  DRAINING("draining");

  private final String words;

  Phase(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
