package dev.sluice.offload;

/**
 * What a policy may look at: both sides as the estimators see them now. Implemented by the engine.
 */
public interface PlacementState {
  /** Whether this request may run here. */
  boolean localOpen();

  /** Whether this request may go up now. */
  boolean cloudOpen();

  /**
   * Whether this request may go up, only not now: the link is down or the breaker open. It can be
   * placed there to wait.
   */
  boolean cloudLater();

  int workers();

  /** Requests waiting for a local worker. */
  int localQueue();

  /** Predicted nanoseconds until a local answer, queueing behind earlier deadlines included. */
  long predictLocalNanos(PlacementRequest request, long nowNanos);

  /** Standard deviation of {@link #predictLocalNanos}. */
  double localDeviationNanos(PlacementRequest request, long nowNanos);

  /** Predicted nanoseconds until the cloud's answer, bytes ahead on the wire included. */
  long predictCloudNanos(PlacementRequest request, long nowNanos);

  /** Standard deviation of {@link #predictCloudNanos}. */
  double cloudDeviationNanos(PlacementRequest request, long nowNanos);
}
