package dev.sluice.edge;

import dev.sluice.broker.durable.SourceMark;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.core.DownPlane;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.forward.DownRules;
import dev.sluice.edge.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way down of the forwarding plane, put together; there is none without rules. */
final class Downward {
  private static final Logger LOG = LoggerFactory.getLogger(Downward.class);

  private static final Duration ASK_AFTER = Duration.ofSeconds(1);
  private static final Duration ASK_MAX = Duration.ofSeconds(30);
  private static final Duration REPEAT_AFTER = Duration.ofMinutes(1);
  private static final long UNCOMMITTED_BYTES_MAX = 1 << 20;

  /** What stands around a message in its packet, at most. */
  private static final int ENVELOPE_BYTES = 512;

  private final DownPlane plane;

  private Downward(DownPlane plane) {
    this.plane = plane;
  }

  /**
   * Before the first turn. Also without rules where messages have come down before: the cloud has
   * to be told that none is wanted any more.
   */
  static Optional<Downward> start(
      EdgeConfig config, Journal journal, EdgeCore core, EdgeLoop loop) {
    List<SourceMark> marks = journal.state().marks();
    if (!config.uplink().enabled() || (config.forward().down().isEmpty() && marks.isEmpty())) {
      return Optional.empty();
    }
    DownPlane plane =
        new DownPlane(
            settings(config),
            new DownRules(config.forward().downRules(config.node().id())),
            marks,
            core.broker(),
            loop.workSink());
    core.takeDown(plane);
    return Optional.of(new Downward(plane));
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
    plane.onDurable(nowNanos);
  }

  DownPlane.Stats stats() {
    return plane.stats();
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
