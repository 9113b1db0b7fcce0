package dev.sluice.offload.lab;

import java.util.Arrays;
import java.util.BitSet;

/** Each request's one terminal answer, as it is given. */
final class Ledger {
  /** Where an answer came from. */
  enum Source {
    HERE,
    CLOUD,
    NOWHERE
  }

  private final Course course;
  private final BitSet settled;
  private final BitSet hits;
  private final BitSet fromCloud;
  private final BitSet right = new BitSet();
  private final BitSet twice = new BitSet();
  private final long[] answerNanos;

  Ledger(Course course) {
    this.course = course;
    settled = new BitSet(course.size());
    hits = new BitSet(course.size());
    fromCloud = new BitSet(course.size());
    answerNanos = new long[course.size()];
  }

  boolean isOpen(long id) {
    return !settled.get((int) id);
  }

  void settle(long id, Source source, long nowNanos) {
    Job job = course.job(id);
    if (settled.get((int) id)) {
      throw new IllegalStateException("request " + id + " has had its answer");
    }
    settled.set((int) id);
    long deadline = job.request().deadlineNanos();
    boolean hit = source != Source.NOWHERE && nowNanos <= deadline;
    hits.set((int) id, hit);
    fromCloud.set((int) id, hit && source == Source.CLOUD);
    right.set((int) id, hit && (source == Source.CLOUD ? job.cloudRight() : job.edgeRight()));
    answerNanos[(int) id] = (hit ? nowNanos : deadline) - job.request().arrivalNanos();
  }

  void ranTwice(long id) {
    twice.set((int) id);
  }

  RunResult result() {
    if (settled.cardinality() != course.size()) {
      throw new IllegalStateException(
          course.size() - settled.cardinality() + " requests of " + course.size() + " unanswered");
    }
    double weight = 0;
    double hitWeight = 0;
    double rightWeight = 0;
    for (Job job : course.jobs()) {
      weight += job.request().weight();
      hitWeight += hits.get((int) job.request().id()) ? job.request().weight() : 0;
      rightWeight += right.get((int) job.request().id()) ? job.request().weight() : 0;
    }
    long[] sorted = answerNanos.clone();
    Arrays.sort(sorted);
    return new RunResult(
        course.size(),
        weight,
        hitWeight,
        rightWeight,
        hits,
        quantile(sorted, 0.50),
        quantile(sorted, 0.99),
        fromCloud.cardinality(),
        twice.cardinality());
  }

  private static long quantile(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
