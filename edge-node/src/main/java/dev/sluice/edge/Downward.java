package dev.sluice.edge;

import dev.sluice.broker.durable.SourceMark;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.forward.DownRule;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.edge.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way down of the forwarding plane, put together. Without rules there is nothing, until there
 * are some.
 */
final class Downward {
  private static final Logger LOG = LoggerFactory.getLogger(Downward.class);

  private static final Duration ASK_AFTER = Duration.ofSeconds(1);
  private static final Duration ASK_MAX = Duration.ofSeconds(30);
  private static final Duration REPEAT_AFTER = Duration.ofMinutes(1);
  private static final long UNCOMMITTED_BYTES_MAX = 1 << 20;

  /** What stands around a message in its packet, at most. */
  private static final int ENVELOPE_BYTES = 512;

  private final EdgeConfig config;
  private final EdgeCore core;
  private final EdgeLoop loop;

  // Owned by the loop.
  private Optional<DownPlane> plane = Optional.empty();

  private Downward(EdgeConfig config, EdgeCore core, EdgeLoop loop) {
    this.config = config;
    this.core = core;
    this.loop = loop;
  }

  /**
   * Before the first turn. Also without rules where messages have come down before: the cloud has
   * to be told that none is wanted any more.
   */
  static Optional<Downward> start(
      EdgeConfig config, Journal journal, EdgeCore core, EdgeLoop loop) {
    if (!config.uplink().enabled()) {
      return Optional.empty();
    }
    Downward made = new Downward(config, core, loop);
    List<DownRule> rules = config.forward().downRules(config.node().id());
    List<SourceMark> marks = journal.state().marks();
    if (!rules.isEmpty() || !marks.isEmpty()) {
      core.takeDown(made.open(rules, marks));
    }
    return Optional.of(made);
  }

  private DownPlane open(List<DownRule> rules, List<SourceMark> marks) {
    DownPlane opened =
        new DownPlane(
            settings(config), new DownRules(rules), marks, core.broker(), loop.workSink());
    plane = Optional.of(opened);
    return opened;
  }

  /** Other rules from the next turn on; any thread. */
  void use(List<DownRule> rules) {
    loop.submit(
        now -> {
          if (plane.isPresent()) {
            plane.get().use(rules, now);
          } else if (!rules.isEmpty()) {
            // Nothing has come down before, or it would be there.
            core.takeDown(open(rules, List.of()), now);
          }
        });
  }

  private static DownPlane.Settings settings(EdgeConfig config) {
    int packetBytes = config.uplink().packetSize().bytesAsInt();
    return new DownPlane.Settings(
        config.node().id(),
        Math.max(1, packetBytes - ENVELOPE_BYTES),
        ASK_AFTER,
        ASK_MAX,
        REPEAT_AFTER,
        UNCOMMITTED_BYTES_MAX);
  }

  void onDurable(long nowNanos) {
    plane.ifPresent(opened -> opened.onDurable(nowNanos));
  }

  Optional<DownPlane.Stats> stats() {
    return plane.map(DownPlane::stats);
  }

  static void perform(EdgeEffect.Subscribed told) {
    if (told.refused().isEmpty()) {
      LOG.info("forward=down event=subscribed");
    } else {
      LOG.warn(
          "forward=down event=refused filters=\"{}\": the bridge's down.allow does not give them to"
              + " this node",
          String.join(" ", told.refused()));
    }
  }
}
