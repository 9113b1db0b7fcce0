package dev.sluice.cloud;

import dev.sluice.cloud.forward.LanePublisher;
import dev.sluice.target.delivery.DeliveryCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what has changed with a target since the last look. */
final class TargetLog {
  private static final Logger LOG = LoggerFactory.getLogger(TargetLog.class);

  private final String name;
  private boolean away;
  private boolean grieving;
  private long buried;
  private long skipped;

  TargetLog(String name) {
    this.name = name;
  }

  void look(DeliveryCounts counts, LanePublisher publisher) {
    lookAtEngine(counts, publisher);
    lookAtLetters(counts);
    long skips = publisher.skipped();
    if (skips > skipped) {
      LOG.error("target={} skipped={} total={}", name, skips - skipped, skips);
      skipped = skips;
    }
  }

  private void lookAtEngine(DeliveryCounts counts, LanePublisher publisher) {
    boolean awayNow = !counts.trouble().isEmpty();
    if (awayNow && !away) {
      LOG.warn("target={} state=away cause=\"{}\"", name, counts.trouble());
    } else if (away && !awayNow) {
      LOG.info("target={} state=reached backlog={}", name, publisher.backlog());
    }
    away = awayNow;
  }

  private void lookAtLetters(DeliveryCounts counts) {
    if (counts.buriedTotal() > buried) {
      LOG.warn(
          "target={} dead-letters={} total={} cause=\"{}\"",
          name,
          counts.buriedTotal() - buried,
          counts.buriedTotal(),
          counts.lastGrave());
      buried = counts.buriedTotal();
    }
    boolean grievingNow = !counts.grief().isEmpty();
    if (grievingNow && !grieving) {
      LOG.error("target={} dead-letters=not-kept cause=\"{}\"", name, counts.grief());
    } else if (grieving && !grievingNow) {
      LOG.info("target={} dead-letters=kept-again", name);
    }
    grieving = grievingNow;
  }
}
