package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.core.TextRoute;
import dev.sluice.edge.core.Turns;
import dev.sluice.edge.inference.FeatureStage;
import dev.sluice.offload.PlacementPolicy;
import dev.sluice.offload.VitalLimits;
import dev.sluice.policy.PolicyConfig;
import dev.sluice.policy.PolicyDiff;
import dev.sluice.policy.PolicyFile;
import dev.sluice.program.FileWatch;
import dev.sluice.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of a running node. When its file changes it is read and compiled on a thread of its
 * own and takes the place of the old one in a single turn; one that cannot be used changes nothing.
 * Requests that are open keep the route that they came by.
 */
final class LivePolicy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LivePolicy.class);
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int CHANGES_TOLD = 20;

  private final EdgeConfigFile file;
  private final RouteTable started;
  private final EdgeCore core;
  private final FeatureStage features;
  private final Turns turns;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(LivePolicy::daemon);

  // Owned by the thread.
  private PolicyConfig current;
  private int version = RouteTable.FIRST_VERSION;

  private volatile EdgeStatus.Policy status =
      new EdgeStatus.Policy(RouteTable.FIRST_VERSION, List.of(), 0, Optional.empty());

  /**
   * @param started the routes at the start, whose models are loaded
   */
  LivePolicy(
      EdgeConfigFile file,
      PolicyConfig first,
      RouteTable started,
      EdgeCore core,
      FeatureStage features,
      Turns turns) {
    this.file = file;
    this.current = first;
    this.started = started;
    this.core = core;
    this.features = features;
    this.turns = turns;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-policy");
    thread.setDaemon(true);
    return thread;
  }

  /** Watches the policy file from now on, if the node has one. */
  void watch() {
    file.config()
        .policy()
        .ifPresent(
            path -> {
              FileWatch watch = new FileWatch(path);
              long millis = PERIOD.toMillis();
              // Ends with its thread; look() lets nothing escape.
              Future<?> unused =
                  thread.scheduleWithFixedDelay(
                      () -> look(watch), millis, millis, TimeUnit.MILLISECONDS);
            });
  }

  /** An exception would end the watch without a word. */
  private void look(FileWatch watch) {
    try {
      if (watch.changed()) {
        reload();
      }
    } catch (RuntimeException e) {
      LOG.error("event=policy-watch-failed", e);
    }
  }

  private void reload() {
    try {
      PolicyFile next = file.policy();
      List<String> changes = PolicyDiff.between(current, next.config());
      if (changes.isEmpty()) {
        status =
            new EdgeStatus.Policy(version, status.changes(), status.refusals(), Optional.empty());
        return;
      }
      started.requireSamePriors(next);
      swap(next, new RouteTable(next, version + 1, started), changes);
    } catch (ConfigException e) {
      String why = e.getMessage().replace("\n", "; ");
      LOG.warn("event=policy-refused serving-version={} why=\"{}\"", version, why);
      status =
          new EdgeStatus.Policy(version, status.changes(), status.refusals() + 1, Optional.of(why));
    }
  }

  private void swap(PolicyFile next, RouteTable table, List<String> changes) {
    version++;
    current = next.config();
    PlacementPolicy policy = next.config().newPolicy();
    VitalLimits limits = next.config().advanced().vitals().limits();
    List<TopicFilter> neverLeave = next.config().neverLeave();
    List<TextRoute> texts = TextRouteTable.of(next.config(), version);
    EdgeStatus.Policy after =
        new EdgeStatus.Policy(version, told(changes), status.refusals(), Optional.empty());
    turns.submit(
        now -> {
          core.use(table.routes(), policy, limits, neverLeave, now);
          core.useTexts(texts, now);
          core.publishLateAnswers(table.lateAnswers());
          features.use(table.inputs());
          status = after;
        });
    LOG.info("event=policy-loaded version={} changes=\"{}\"", version, String.join("; ", changes));
  }

  private static List<String> told(List<String> changes) {
    return changes.subList(0, Math.min(CHANGES_TOLD, changes.size()));
  }

  /** Any thread. */
  EdgeStatus.Policy status() {
    return status;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
