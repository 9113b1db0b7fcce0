package dev.sluice.edge.lanes;

import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators want to know of one lane. Looked up by the lanes' thread, told on any other. */
final class LaneTally {
  private static final Logger LOG = LoggerFactory.getLogger(LaneTally.class);
  private static final long NOBODY_WAITS = Long.MIN_VALUE;

  private final Spool spool;
  private final long releasedAtStart;
  private final AtomicLong expired = new AtomicLong();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long oldestAtNanos = NOBODY_WAITS;
  private volatile long lost;

  LaneTally(Spool spool) {
    this.spool = spool;
    this.releasedAtStart = spool.released();
  }

  void expired() {
    expired.incrementAndGet();
  }

  /** Whether nobody is about to look. */
  boolean wantsALook() {
    return looking.compareAndSet(false, true);
  }

  void look() {
    try {
      oldestAtNanos = spool.oldestAtNanos().orElse(NOBODY_WAITS);
      lost = spool.lost();
    } catch (IOException e) {
      LOG.error("event=lane-unreadable cause=\"{}\"", e.toString());
    } finally {
      looking.set(false);
    }
  }

  EdgeStatus.Lane status(String name, long nowNanos) {
    long oldest = oldestAtNanos;
    Optional<Duration> age =
        oldest == NOBODY_WAITS
            ? Optional.empty()
            : Optional.of(Duration.ofNanos(Math.max(0, nowNanos - oldest)));
    long released = spool.released();
    return new EdgeStatus.Lane(
        name,
        Math.max(0, spool.settled() - released),
        spool.bytes(),
        age,
        Math.max(0, released - releasedAtStart - spool.dropped()),
        spool.dropped(),
        expired.get(),
        lost,
        spool.isFull());
  }
}
