package dev.sluice.sim;

import dev.sluice.sim.check.Outcome;
import dev.sluice.sim.fleet.ReportJson;
import dev.sluice.sim.fleet.Simulation;

/** What {@code --progress} prints: one JSON line whenever told, with what the last one lacked. */
final class ProgressLines {
  private final Simulation simulation;
  private final long startNanos;
  private Outcome before;

  ProgressLines(Simulation simulation, Outcome before, long startNanos) {
    this.simulation = simulation;
    this.before = before;
    this.startNanos = startNanos;
  }

  void print(long nowNanos) {
    simulation.outcome().onSuccess(now -> print(now, (nowNanos - startNanos) / 1e9));
  }

  private synchronized void print(Outcome now, double seconds) {
    System.out.println(ReportJson.progress(seconds, now, before));
    before = now;
  }
}
