package dev.sluice.sim.check;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What became of the messages of one group, or of all of them. Those of the time of warming up are
 * published, concluded and counted as lost or twice like all others; placements, statuses, reasons,
 * deadlines, correctness and times are of the messages after it.
 *
 * @param acknowledged PUBACK or PUBCOMP received
 * @param unacknowledged sent at QoS 1 or 2, neither acknowledged nor refused so far
 * @param refused acknowledged with an error code
 * @param suppressed due by the schedule, not sent: no connection or too many open messages
 * @param results terminal answers, each message's first
 * @param delivered first deliveries to the checking subscriber
 * @param inferMsByPlacement what the model took for an answer from there, in the mean
 * @param unanswered acknowledged, an answer was due, none came
 * @param lost acknowledged, and what was due for it (answer or delivery) never came
 * @param duplicates second answers or deliveries that no delivery guarantee excuses
 * @param redelivered second answers or deliveries that at-least-once allows
 * @param parts pieces of streamed answers
 * @param foreign arrivals that belong to no message of this run
 * @param late answers after the deadline
 * @param inDeadline answers with a label within the deadline, from the intended send time
 * @param deadlineHitRatio {@code inDeadline} by messages of groups with a deadline
 * @param correctInDeadline of {@code inDeadline}, those whose label is the truth; empty where no
 *     truth is known
 * @param accuracy correct labels by judged labels; empty where no truth is known
 * @param p50Ms from the intended send time; over groups with a deadline where there are any
 */
public record Outcome(
    long published,
    long acknowledged,
    long unacknowledged,
    long refused,
    long suppressed,
    long results,
    long delivered,
    Map<String, Long> resultsByPlacement,
    Map<String, Double> inferMsByPlacement,
    Map<String, Long> resultsByStatus,
    long unanswered,
    long lost,
    long duplicates,
    long redelivered,
    long parts,
    long foreign,
    long late,
    long inDeadline,
    OptionalDouble deadlineHitRatio,
    OptionalLong correctInDeadline,
    OptionalDouble accuracy,
    OptionalDouble p50Ms,
    OptionalDouble p99Ms,
    Map<String, Long> reasons) {

  /** Whether every acknowledged message led to exactly what was due for it. */
  public boolean promisesKept() {
    return lost == 0 && duplicates == 0 && unanswered == 0;
  }
}
