package dev.sluice.cloud.core;

import dev.sluice.uplink.Envelope;
import java.util.Comparator;

/**
 * One request that was let in and whose model has not finished.
 *
 * @param order of arrival, unique
 * @param deadlineNanos monotonic here, {@link Long#MAX_VALUE} for none
 * @param direct whether it came to this bridge itself, and not over the link of an edge node
 */
public record Job(
    Envelope.Request request, long order, long arrivalNanos, long deadlineNanos, boolean direct) {
  /** Earliest deadline first; those without come last, by priority and then by arrival. */
  static final Comparator<Job> MOST_URGENT_FIRST =
      Comparator.comparingLong(Job::deadlineNanos)
          .thenComparing(job -> job.request().priority(), Comparator.reverseOrder())
          .thenComparingLong(Job::order);

  boolean expired(long nowNanos) {
    return deadlineNanos <= nowNanos;
  }
}
