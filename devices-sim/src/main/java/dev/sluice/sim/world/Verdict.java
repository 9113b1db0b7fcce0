package dev.sluice.sim.world;

import dev.sluice.sim.world.actor.Seams;
import dev.sluice.sim.world.actor.World;
import dev.sluice.sim.world.check.BrokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What became of one seed.
 *
 * @param broken empty when everything held
 */
public record Verdict(long seed, World world, Optional<BrokenRule> broken) {
  private static final int LINES = 60;

  /**
   * Runs the world of that seed.
   *
   * @param listener is told every line of the trace, as it happens
   */
  public static Verdict of(long seed, Seams seams, Optional<Consumer<String>> listener) {
    World world = new World(seed, seams, listener);
    try {
      world.run();
      return new Verdict(seed, world, Optional.empty());
    } catch (BrokenRule broken) {
      return new Verdict(seed, world, Optional.of(broken));
    }
  }

  /** The broken rule, how to see it again, and what led to it; empty when nothing is broken. */
  public List<String> explanation() {
    if (broken.isEmpty()) {
      return List.of();
    }
    BrokenRule rule = broken.get();
    List<String> lines = new ArrayList<>();
    lines.add("seed " + seed + " breaks the rule " + rule.rule() + ": " + rule.rule().words());
    lines.add("  seen: " + rule.getMessage());
    if (rule.getCause() != null) {
      for (StackTraceElement frame : rule.getCause().getStackTrace()) {
        lines.add("    at " + frame);
      }
    }
    lines.add("  again: ./sluice sim world --seed " + seed + " --trace");
    lines.add("  the last events (seconds, actor, what):");
    world.trace().latest(LINES).forEach(line -> lines.add("  " + line));
    return lines;
  }
}
