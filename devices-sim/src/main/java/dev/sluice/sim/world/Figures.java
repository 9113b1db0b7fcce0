package dev.sluice.sim.world;

import dev.sluice.edge.core.Outcome;
import dev.sluice.sim.world.actor.EdgeProcess;
import dev.sluice.sim.world.actor.Fault;
import dev.sluice.sim.world.actor.World;
import dev.sluice.sim.world.check.Checks;
import java.util.EnumMap;
import java.util.Map;

/** What many worlds did, added up: so that nobody takes an empty run for a clean one. */
final class Figures {
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Map<Outcome.Placement, Long> answers = new EnumMap<>(Outcome.Placement.class);
  private final Checks checks = new Checks();
  private long seeds;
  private long broken;
  private long events;
  private long virtualNanos;
  private long published;
  private long delivered;
  private long requests;

  void add(Verdict verdict) {
    World world = verdict.world();
    seeds++;
    broken += verdict.broken().isPresent() ? 1 : 0;
    events += world.timeline().events();
    virtualNanos += world.timeline().nowNanos();
    world.faults().struck().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
    checks.add(world.checks());
    for (EdgeProcess life : world.lives()) {
      published += life.check().published();
      delivered += life.check().delivered();
      requests += life.check().requests();
      life.check().answers().forEach((place, count) -> answers.merge(place, count, Long::sum));
    }
  }

  Map<Fault, Long> faults() {
    return faults;
  }

  Map<Outcome.Placement, Long> answers() {
    return answers;
  }

  Checks checks() {
    return checks;
  }

  long seeds() {
    return seeds;
  }

  /** Seeds in which a rule was broken. */
  long broken() {
    return broken;
  }

  long events() {
    return events;
  }

  long virtualNanos() {
    return virtualNanos;
  }

  long published() {
    return published;
  }

  long delivered() {
    return delivered;
  }

  long requests() {
    return requests;
  }
}
