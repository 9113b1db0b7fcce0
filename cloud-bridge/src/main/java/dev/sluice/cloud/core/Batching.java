package dev.sluice.cloud.core;

import java.util.Map;

/**
 * Which models take several jobs in one run, and how long a job waits for others: a quarter of the
 * time that it had when it came, but no longer than {@code maxWaitNanos}. A full run waits for
 * nothing.
 *
 * @param sizes the most jobs of one run, by model; a model that is not named takes one
 */
public record Batching(Map<String, Integer> sizes, long maxWaitNanos) {
  /** Every job on its own. */
  public static final Batching NONE = new Batching(Map.of(), 0);

  private static final int SHARE_OF_SLACK = 4;

  public Batching {
    sizes = Map.copyOf(sizes);
  }

  int size(String model) {
    return sizes.getOrDefault(model, 1);
  }

  /** When a batch that is not full must be run for this job's sake. */
  long closesNanos(Job job) {
    if (job.deadlineNanos() == Long.MAX_VALUE) {
      return job.arrivalNanos() + maxWaitNanos;
    }
    long slack = job.deadlineNanos() - job.arrivalNanos();
    return job.arrivalNanos() + Math.min(slack / SHARE_OF_SLACK, maxWaitNanos);
  }
}
