package dev.sluice.edge.core;

import dev.sluice.offload.SafeMargin;

/**
 * When the fallback steps in, as shares of the deadline: early enough that a loaded gateway still
 * answers in time, late enough that the better answer mostly comes first.
 */
final class SafetyNet {
  private static final long MS = 1_000_000;

  private SafetyNet() {}

  /** When the fallback model runs: a fifth of the deadline before it, 20 to 200 ms. */
  static long standByNanos(InferenceRequest request) {
    return request.deadlineNanos - clamp(span(request) / 5, 20 * MS, 200 * MS);
  }

  /** When its held result becomes the answer: a tenth of the deadline before it, 10 to 100 ms. */
  static long settleNanos(InferenceRequest request) {
    return request.deadlineNanos - SafeMargin.nanos(span(request));
  }

  /**
   * Until when a result of the route's own model changes the answer: both sides must not spend time
   * on one that the fallback has already given.
   */
  static long usefulUntilNanos(InferenceRequest request) {
    return request.hasDeadline() && request.route.fallback().isPresent()
        ? settleNanos(request)
        : request.deadlineNanos;
  }

  private static long span(InferenceRequest request) {
    return request.deadlineNanos - request.arrivalNanos;
  }

  private static long clamp(long value, long min, long max) {
    return Math.max(min, Math.min(max, value));
  }
}
