package dev.sluice.sim.demo;

/** Where a run is shown while it goes on. */
sealed interface View permits LiveTable, LineView {
  /** A line that stays. */
  void note(String text);

  void show(Moment moment);
}
