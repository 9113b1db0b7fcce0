package dev.sluice.cloud.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Jobs that wait for a worker, the most urgent first, and those of one model together. */
final class JobQueue {
  private static final long NEVER = Long.MAX_VALUE;

  private final Batching batching;
  private final TreeSet<Job> all = new TreeSet<>(Job.MOST_URGENT_FIRST);
  private final Map<String, TreeSet<Job>> together = new HashMap<>();
  private long closesNanos = NEVER;

  JobQueue(Batching batching) {
    this.batching = batching;
  }

  int size() {
    return all.size();
  }

  void add(Job job) {
    all.add(job);
    if (batching.size(model(job)) > 1) {
      together.computeIfAbsent(model(job), none -> new TreeSet<>(Job.MOST_URGENT_FIRST)).add(job);
    }
  }

  Job removeLeastUrgent() {
    Job last = all.last();
    remove(last);
    return last;
  }

  Optional<Job> removeExpired(long nowNanos) {
    if (all.isEmpty() || !all.first().expired(nowNanos)) {
      return Optional.empty();
    }
    Job first = all.first();
    remove(first);
    return Optional.of(first);
  }

  /**
   * The jobs that a free worker runs now; none where all that wait are waiting for company.
   *
   * @return of one model
   */
  List<Job> removeNext(long nowNanos) {
    closesNanos = NEVER;
    Set<String> waiting = new HashSet<>();
    for (Job job : all) {
      if (waiting.contains(model(job))) {
        continue;
      }
      List<Job> batch = batch(job);
      long closes = closesNanos(batch);
      if (closes <= nowNanos) {
        batch.forEach(this::remove);
        return batch;
      }
      closesNanos = Math.min(closesNanos, closes);
      waiting.add(model(job));
    }
    return List.of();
  }

  /** When {@link #removeNext} would give something that it did not give last time. */
  long closesNanos() {
    return all.isEmpty() ? NEVER : closesNanos;
  }

  /** The most urgent of its model, the job among them, as many as one run takes. */
  private List<Job> batch(Job job) {
    int size = batching.size(model(job));
    if (size == 1) {
      return List.of(job);
    }
    List<Job> batch = new ArrayList<>(size);
    for (Job other : together.get(model(job))) {
      batch.add(other);
      if (batch.size() == size) {
        break;
      }
    }
    return batch;
  }

  private long closesNanos(List<Job> batch) {
    if (batch.size() == batching.size(model(batch.get(0)))) {
      return Long.MIN_VALUE;
    }
    return batch.stream().mapToLong(batching::closesNanos).min().orElseThrow();
  }

  private void remove(Job job) {
    all.remove(job);
    TreeSet<Job> company = together.get(model(job));
    if (company != null) {
      company.remove(job);
      if (company.isEmpty()) {
        together.remove(model(job));
      }
    }
  }

  private static String model(Job job) {
    return job.request().model();
  }
}
