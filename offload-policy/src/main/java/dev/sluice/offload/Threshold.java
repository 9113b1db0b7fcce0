package dev.sluice.offload;

/**
 * Two marks on the local queue, with m workers:
 *
 * <pre>
 *   LOW   queue >= 2m + 1  -> HIGH    requests run here
 *   HIGH  queue <= m       -> LOW     requests go up
 * </pre>
 *
 * A closed side is respected in both states. The distance between the marks keeps one request from
 * turning the state there and back. Holds its state, so every engine has its own.
 */
final class Threshold implements PlacementPolicy {
  private boolean high;

  @Override
  public String name() {
    return "threshold";
  }

  @Override
  public void decide(
      PlacementRequest request, PlacementState state, long nowNanos, Decision decision) {
    int mark = high ? state.workers() + 1 : 2 * state.workers() + 1;
    high = state.localQueue() >= mark;
    boolean up = state.cloudOpen() && (high || !state.localOpen());
    Reason reason = high ? Reason.QUEUE_HIGH : Reason.QUEUE_LOW;
    if (up) {
      decision.set(Action.CLOUD, reason);
    } else if (state.localOpen()) {
      decision.set(Action.LOCAL, reason);
    }
  }
}
