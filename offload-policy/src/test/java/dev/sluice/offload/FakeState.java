package dev.sluice.offload;

/** A state as a test wants it; predictions in milliseconds. */
final class FakeState implements PlacementState {
  boolean localOpen = true;
  boolean cloudOpen = true;
  boolean cloudLater;
  int localQueue;
  double localMs = 10;
  double cloudMs = 50;
  double deviationMs = 5;

  @Override
  public boolean localOpen() {
    return localOpen;
  }

  @Override
  public boolean cloudOpen() {
    return cloudOpen;
  }

  @Override
  public boolean cloudLater() {
    return cloudLater;
  }

  @Override
  public int workers() {
    return 2;
  }

  @Override
  public int localQueue() {
    return localQueue;
  }

  @Override
  public long predictLocalNanos(PlacementRequest request, long nowNanos) {
    return (long) (localMs * Requests.MS);
  }

  @Override
  public double localDeviationNanos(PlacementRequest request, long nowNanos) {
    return deviationMs * Requests.MS;
  }

  @Override
  public long predictCloudNanos(PlacementRequest request, long nowNanos) {
    return (long) (cloudMs * Requests.MS);
  }

  @Override
  public double cloudDeviationNanos(PlacementRequest request, long nowNanos) {
    return deviationMs * Requests.MS;
  }

  double localPressure;
  double uplinkPressure;
  double relativeWork = 1;
  double relativeBytes = 1;

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

  double blocksHere;
  double blocksThere;
  double localPrice;

  @Override
  public double blocksHere(PlacementRequest request, long nowNanos) {
    return blocksHere;
  }

  @Override
  public double blocksThere(PlacementRequest request, long nowNanos) {
    return blocksThere;
  }

  boolean crowdedOut;

  @Override
  public boolean crowdedOut(long nowNanos) {
    return crowdedOut;
  }

  double uplinkPrice;

  @Override
  public double localPrice() {
    return localPrice;
  }

  @Override
  public double uplinkPrice() {
    return uplinkPrice;
  }
}
