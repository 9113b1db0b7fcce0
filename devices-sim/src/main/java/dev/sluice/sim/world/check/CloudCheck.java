package dev.sluice.sim.world.check;

import dev.sluice.cloud.core.CloudCore;
import dev.sluice.cloud.core.Job;
import dev.sluice.uplink.LinkId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Checks one life of the cloud: no request runs twice, no table keeps what is over. */
public final class CloudCheck {
  /** As many as the cloud promises to remember: before and after a restart. */
  private static final int LIVES_PER_EDGE = 2;

  private static final long RUNNING = Long.MAX_VALUE;

  private record Run(LinkId link, long requestId) {}

  private final int workers;
  private final long graceNanos;
  private final Checks checks;
  // Lives of the edge that the cloud remembers, the least recently heard first.
  private final Set<LinkId> lives = new LinkedHashSet<>();

  // What these asked may run again: their jobs may still be queued when they are forgotten.
  private final Set<LinkId> everDisplaced = new HashSet<>();
  private final Map<Run, Long> forgetNoSoonerThan = new HashMap<>();
  private int running;

  /**
   * @param graceNanos how long after its answer a request must be remembered
   */
  public CloudCheck(int workers, long graceNanos, Checks checks) {
    this.workers = workers;
    this.graceNanos = graceNanos;
    this.checks = checks;
  }

  /** An envelope of that life of the edge arrives: a third life displaces the oldest. */
  public void heard(LinkId life) {
    boolean known = lives.remove(life);
    lives.add(life);
    if (!known && lives.size() > LIVES_PER_EDGE) {
      LinkId displaced = lives.iterator().next();
      lives.remove(displaced);
      everDisplaced.add(displaced);
      forgetNoSoonerThan.keySet().removeIf(run -> run.link().equals(displaced));
    }
  }

  public void onStart(Job job, long nowNanos) {
    Run run = new Run(job.request().link(), job.request().requestId());
    Long until = forgetNoSoonerThan.put(run, RUNNING);
    checks.require(
        Rule.CLOUD_RUNS_ONCE,
        until == null
            || everDisplaced.contains(run.link())
            || (until != RUNNING && nowNanos >= until),
        () -> "runs again: " + run);
    running++;
    checks.require(
        Rule.WORKERS, running <= workers, () -> running + " models on " + workers + " workers");
  }

  public void onEnd(Job job, long nowNanos) {
    running--;
    forgetNoSoonerThan.replace(
        new Run(job.request().link(), job.request().requestId()), nowNanos + graceNanos);
  }

  /** Long after the last request: everything may be forgotten, and is. */
  public void atTheEnd(CloudCore core) {
    CloudCore.Stats stats = core.stats();
    checks.require(
        Rule.NOTHING_LEFT,
        stats.queued() == 0 && stats.running() == 0 && stats.link().remembered() == 0,
        () -> "left in the cloud: " + stats);
  }
}
