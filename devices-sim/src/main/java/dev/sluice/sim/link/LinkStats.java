package dev.sluice.sim.link;

import java.time.Duration;

/**
 * What a link has carried and suffered so far.
 *
 * @param connections accepted since the start
 * @param open now
 * @param refused connections reset because of an outage or an unreachable target
 * @param resets connections cut while they carried traffic
 * @param outages begun, the present one included
 * @param down time spent in outages, the present one included
 */
public record LinkStats(
    long bytesUp,
    long bytesDown,
    long connections,
    int open,
    long refused,
    long resets,
    int outages,
    Duration down) {
  public static final LinkStats NONE = new LinkStats(0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  /** What has come to these since that moment; what is open is open now. */
  public LinkStats since(LinkStats before) {
    return new LinkStats(
        bytesUp - before.bytesUp,
        bytesDown - before.bytesDown,
        connections - before.connections,
        open,
        refused - before.refused,
        resets - before.resets,
        outages - before.outages,
        down.minus(before.down));
  }
}
