package dev.sluice.offload;

import java.time.Duration;
import java.util.Optional;

/**
 * Placement of requests on two lanes: estimators, masks, policy, and both queues in deadline order.
 * Owned by one thread; time is an argument. Every request is in at most one place: waiting here,
 * running here, waiting for the wire (recallable), or on the wire.
 */
public final class PlacementEngine {

  /**
   * @param workers local workers, at least 1
   * @param classes number of service classes
   * @param localQueueMax requests waiting for a worker
   * @param outboxMax requests waiting for the wire (recallable), deferred ones included
   * @param windowMax requests on the wire without RECEIVED
   * @param rttPrior round trip before the first measurement
   * @param bandwidthPriorBitsPerSecond before the first measurement (POLICY: 2 Mbit/s)
   */
  public record Settings(
      int workers,
      int classes,
      int localQueueMax,
      int outboxMax,
      int windowMax,
      Duration rttPrior,
      double bandwidthPriorBitsPerSecond) {}

  public PlacementEngine(Settings settings, PlacementPolicy policy) {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * Decides and, unless the action is SHED, enqueues. The decision object is the engine's own and
   * valid until the next call.
   */
  public Decision place(PlacementRequest request, long nowNanos) {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * As {@link #place}, with the policy named here instead of the engine's (a route that fixes its
   * side).
   */
  public Decision place(PlacementRequest request, PlacementPolicy policy, long nowNanos) {
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * Takes the next request (earliest deadline first) for a free local worker; empty when none waits
   * or none is free.
   */
  public Optional<PlacementRequest> nextLocal(long nowNanos) {
    return Optional.empty();
  }

  /**
   * Takes the next request (earliest deadline first, deferred last) for the wire; empty while the
   * window or the link is closed.
   */
  public Optional<PlacementRequest> nextCloud(long nowNanos) {
    return Optional.empty();
  }

  /**
   * A worker has finished; {@code serviceNanos} is the model's own time. Frees the worker and
   * teaches the estimator.
   */
  public void onLocalFinished(long id, long serviceNanos, long nowNanos) {}

  /** The cloud said RECEIVED for a request on the wire. */
  public void onReceived(long id, long nowNanos) {}

  /** The cloud answered; {@code serviceNanos} is its queueing and model time, as it reports. */
  public void onCloudAnswer(long id, long serviceNanos, long nowNanos) {}

  /**
   * Forgets the request wherever it waits; a running one keeps its worker until {@link
   * #onLocalFinished}.
   */
  public void withdraw(long id, long nowNanos) {}

  /** An on-wire request with deadline got no answer in time: evidence for the breaker. */
  public void onCloudTimeout(long id, long nowNanos) {}

  public void onRoundTrip(long rttNanos, long nowNanos) {}

  public void onLinkUp(long nowNanos) {}

  /** What was on the wire returns to the outbox, to be sent again by the same id. */
  public void onLinkDown(long nowNanos) {}

  /** Seeds the estimate of a class from timed runs at model load. */
  public void seedLocal(int serviceClass, Duration mean) {}

  public Snapshot snapshot(long nowNanos) {
    throw new UnsupportedOperationException("contract only");
  }

  /** The engine in numbers, for metrics and status. Times in milliseconds. */
  public record Snapshot(
      String policy,
      int localQueue,
      int localRunning,
      int outbox,
      int deferred,
      int onWire,
      long onWireBytes,
      boolean linkUp,
      String breaker,
      double rttMs,
      double uplinkMbps) {}
}
