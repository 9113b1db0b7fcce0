package dev.sluice.inference.guard;

import java.util.Map;

/**
 * A guard in numbers: as it is now, and counts since the start.
 *
 * @param opened times that the breaker opened
 * @param limit calls that may be in flight now
 * @param replies attempts by what they told
 * @param unreplied calls that ended without the reply of their last attempt, by reason
 * @param timeouts attempts that took too long
 * @param lateReplies that came when nobody waited
 */
public record GuardStats(
    BreakerState breaker,
    long opened,
    int limit,
    int inFlight,
    int waiting,
    Map<Verdict, Long> replies,
    Map<GuardOutput.Reason, Long> unreplied,
    long retries,
    long timeouts,
    long lateReplies) {
  public GuardStats {
    replies = Map.copyOf(replies);
    unreplied = Map.copyOf(unreplied);
  }
}
