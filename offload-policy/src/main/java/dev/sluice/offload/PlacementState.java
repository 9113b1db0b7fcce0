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

  /** What is expected to miss its deadline because this request would have a worker. */
  double blocksHere(PlacementRequest request, long nowNanos);

  /** What is expected to miss its deadline because this request would have the wire. */
  double blocksThere(PlacementRequest request, long nowNanos);

  /** What worker time is worth to others, per mean request; 0 when there is enough. */
  double localPrice();

  /** What the uplink is worth to others, per mean request; 0 when there is enough. */
  double uplinkPrice();

  /** Whether this request costs others more than it is worth, wherever it could run. */
  boolean crowdedOut(long nowNanos);

  /**
   * How scarce the workers are: their backlog beside the mean time to a deadline. 0 when idle, 1
   * when what comes now waits as long as it may.
   */
  double localPressure(long nowNanos);

  /** How scarce the uplink is, in the same measure. */
  double uplinkPressure(long nowNanos);

  /** What this request takes of a worker, in units of the mean request. */
  double relativeWork(PlacementRequest request, long nowNanos);

  /** What it takes of the uplink, in units of the mean request. */
  double relativeBytes(PlacementRequest request);

  /** Standard deviation of {@link #predictCloudNanos}. */
  double cloudDeviationNanos(PlacementRequest request, long nowNanos);
}
