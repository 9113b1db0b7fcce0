package dev.sluice.offload;

/**
 * Everything that a policy may look at when it decides about one request, as values: what it was
 * told can be kept, and another policy be asked the same question later. Times in nanoseconds from
 * the decision.
 *
 * @param localOpen whether the request may run here
 * @param cloudOpen whether it may go up now
 * @param cloudLater whether it may go up, only not now
 * @param localQueue requests waiting for a worker
 * @param localNanos predicted time to a local answer, {@link Decision#UNKNOWN} where that is closed
 * @param blocksHere what is expected to miss its deadline because this request would have a worker
 * @param blocksThere likewise because it would have the wire
 * @param crowdedOut whether it costs others more than it is worth, wherever it could run; no log
 *     that was written before there was such a thing has it, and then it is not
 * @param relativeWork what it takes of a worker, in units of the mean request
 * @param relativeBytes likewise of the uplink
 */
public record Circumstances(
    boolean localOpen,
    boolean cloudOpen,
    boolean cloudLater,
    int workers,
    int localQueue,
    long localNanos,
    double localDeviationNanos,
    long cloudNanos,
    double cloudDeviationNanos,
    double blocksHere,
    double blocksThere,
    double localPrice,
    double uplinkPrice,
    boolean crowdedOut,
    double localPressure,
    double uplinkPressure,
    double relativeWork,
    double relativeBytes)
    implements PlacementState {

  /** What that state says about this request now. */
  public static Circumstances of(PlacementRequest request, PlacementState state, long nowNanos) {
    boolean here = state.localOpen();
    boolean there = state.cloudOpen();
    return new Circumstances(
        here,
        there,
        state.cloudLater(),
        state.workers(),
        state.localQueue(),
        here ? state.predictLocalNanos(request, nowNanos) : Decision.UNKNOWN,
        here ? state.localDeviationNanos(request, nowNanos) : 0,
        there ? state.predictCloudNanos(request, nowNanos) : Decision.UNKNOWN,
        there ? state.cloudDeviationNanos(request, nowNanos) : 0,
        here ? state.blocksHere(request, nowNanos) : 0,
        there ? state.blocksThere(request, nowNanos) : 0,
        state.localPrice(),
        state.uplinkPrice(),
        state.crowdedOut(nowNanos),
        state.localPressure(nowNanos),
        state.uplinkPressure(nowNanos),
        state.relativeWork(request, nowNanos),
        state.relativeBytes(request));
  }

  /** The same with sides closed that were open. */
  public Circumstances closed(boolean here, boolean there) {
    return new Circumstances(
        localOpen && !here,
        cloudOpen && !there,
        cloudLater && !there,
        workers,
        localQueue,
        here ? Decision.UNKNOWN : localNanos,
        localDeviationNanos,
        there ? Decision.UNKNOWN : cloudNanos,
        cloudDeviationNanos,
        blocksHere,
        blocksThere,
        localPrice,
        uplinkPrice,
        crowdedOut,
        localPressure,
        uplinkPressure,
        relativeWork,
        relativeBytes);
  }

  /** Asks a policy; the decision is the engine's, but for the names of masks in its reason. */
  public void ask(
      PlacementPolicy policy, PlacementRequest request, long nowNanos, Decision decision) {
    if (cloudLater && !request.hasDeadline()) {
      decision.set(Action.DEFER, Reason.DEFERRED_LINK_DOWN);
    } else {
      decision.set(Action.SHED, Reason.SHED_NO_SIDE);
    }
    decision.predict(
        localNanos,
        localOpen ? HitProbability.of(request, localNanos, localDeviationNanos, nowNanos) : 0,
        cloudNanos,
        cloudOpen ? HitProbability.of(request, cloudNanos, cloudDeviationNanos, nowNanos) : 0);
    policy.decide(request, this, nowNanos, decision);
  }

  @Override
  public long predictLocalNanos(PlacementRequest request, long nowNanos) {
    return localNanos;
  }

  @Override
  public double localDeviationNanos(PlacementRequest request, long nowNanos) {
    return localDeviationNanos;
  }

  @Override
  public long predictCloudNanos(PlacementRequest request, long nowNanos) {
    return cloudNanos;
  }

  @Override
  public double cloudDeviationNanos(PlacementRequest request, long nowNanos) {
    return cloudDeviationNanos;
  }

  @Override
  public double blocksHere(PlacementRequest request, long nowNanos) {
    return blocksHere;
  }

  @Override
  public double blocksThere(PlacementRequest request, long nowNanos) {
    return blocksThere;
  }

  @Override
  public boolean crowdedOut(long nowNanos) {
    return crowdedOut;
  }

  @Override
  public double localPressure(long nowNanos) {
    return localPressure;
  }

  @Override
  public double uplinkPressure(long nowNanos) {
    return uplinkPressure;
  }

  @Override
  public double relativeWork(PlacementRequest request, long nowNanos) {
    return relativeWork;
  }

  @Override
  public double relativeBytes(PlacementRequest request) {
    return relativeBytes;
  }
}
