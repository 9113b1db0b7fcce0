package dev.sluice.offload.lab;

import java.util.BitSet;

/**
 * What one policy made of one course.
 *
 * @param requests how many came
 * @param weight what they were worth together
 * @param hitWeight what those answered in time were worth
 * @param rightWeight of those, what the right ones were worth
 * @param hits which were answered in time, by number in order of arrival
 * @param p50Nanos median time from the intended send to the terminal answer; one that is missed has
 *     it at its deadline
 * @param p99Nanos 99th percentile of the same
 * @param cloudAnswers of those in time, from the cloud
 * @param duplicates requests that ran here while a copy was on its way to the cloud
 */
public record RunResult(
    int requests,
    double weight,
    double hitWeight,
    double rightWeight,
    BitSet hits,
    long p50Nanos,
    long p99Nanos,
    int cloudAnswers,
    int duplicates) {

  /** Deadline-hit ratio, weighted; 1 when nothing came. */
  public double hitRatio() {
    return weight == 0 ? 1 : hitWeight / weight;
  }

  /** Deadline-hit ratio times correctness, weighted; 1 when nothing came. */
  public double rightRatio() {
    return weight == 0 ? 1 : rightWeight / weight;
  }

  public double cloudShare() {
    return requests == 0 ? 0 : (double) cloudAnswers / requests;
  }

  /** Share of all requests. */
  public double duplicateShare() {
    return requests == 0 ? 0 : (double) duplicates / requests;
  }

  /** Unweighted hit ratio of those that came from one moment until another; 1 when none did. */
  public double hitRatio(Course course, long fromNanos, long untilNanos) {
    int came = 0;
    int hit = 0;
    for (Job job : course.jobs()) {
      long at = job.request().arrivalNanos();
      if (at >= fromNanos && at < untilNanos) {
        came++;
        hit += hits.get((int) job.request().id()) ? 1 : 0;
      }
    }
    return came == 0 ? 1 : (double) hit / came;
  }
}
