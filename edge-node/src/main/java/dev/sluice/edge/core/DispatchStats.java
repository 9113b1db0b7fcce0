package dev.sluice.edge.core;

import dev.sluice.offload.Action;
import dev.sluice.offload.Reason;
import java.util.Comparator;
import java.util.Map;

/**
 * The dispatcher in numbers: totals since the start and what is open now. A snapshot.
 *
 * @param requests messages that matched a route or named one
 * @param lateResults results that found their request already answered
 * @param unanswerable messages whose result topic would not be a Topic Name
 * @param unmatched of the requests, those that a guard kept from their route: they have no answer
 * @param guardFailures guards that a message could not be held against
 * @param open requests without terminal answer
 * @param preparing those of them whose payload is not decoded yet
 */
public record DispatchStats(
    long requests,
    long lateResults,
    long unanswerable,
    long unmatched,
    long guardFailures,
    int open,
    int preparing,
    Map<Outcome.Placement, Long> answersByPlacement,
    Map<Outcome.Status, Long> answersByStatus,
    Map<String, Long> answersByReason,
    Map<Decided, Long> decisions) {

  public DispatchStats {
    answersByPlacement = Map.copyOf(answersByPlacement);
    answersByStatus = Map.copyOf(answersByStatus);
    answersByReason = Map.copyOf(answersByReason);
    decisions = Map.copyOf(decisions);
  }

  /** With so many open requests more, of another desk. */
  DispatchStats withOpen(int others) {
    return new DispatchStats(
        requests,
        lateResults,
        unanswerable,
        unmatched,
        guardFailures,
        open + others,
        preparing,
        answersByPlacement,
        answersByStatus,
        answersByReason,
        decisions);
  }

  /** What a decision was and why. */
  public record Decided(Action action, Reason reason) implements Comparable<Decided> {
    @Override
    public int compareTo(Decided other) {
      return Comparator.comparing(Decided::action)
          .thenComparing(Decided::reason)
          .compare(this, other);
    }
  }
}
