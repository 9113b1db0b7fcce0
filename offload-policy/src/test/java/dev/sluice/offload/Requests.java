package dev.sluice.offload;

import java.time.Duration;

/** The requests and engines that tests speak of; times in milliseconds. */
final class Requests {
  static final long MS = 1_000_000L;

  private Requests() {}

  /** 1,000 bytes, class 0, priority 5, may run on both sides. */
  static PlacementRequest due(long id, long deadlineMs) {
    return request(id, deadlineMs * MS, 1_000, Privacy.CLOUD_OK, true);
  }

  static PlacementRequest deferrable(long id) {
    return request(id, PlacementRequest.NO_DEADLINE, 1_000, Privacy.CLOUD_OK, true);
  }

  static PlacementRequest sized(long id, long deadlineMs, int bytes) {
    return request(id, deadlineMs * MS, bytes, Privacy.CLOUD_OK, true);
  }

  static PlacementRequest secret(long id, long deadlineMs) {
    return request(id, deadlineMs * MS, 1_000, Privacy.LOCAL_ONLY, true);
  }

  static PlacementRequest withoutModel(long id, long deadlineNanos) {
    return request(id, deadlineNanos, 1_000, Privacy.CLOUD_OK, false);
  }

  private static PlacementRequest request(
      long id, long deadlineNanos, int bytes, Privacy privacy, boolean localModel) {
    return new PlacementRequest(id, 0, 0, deadlineNanos, bytes, 5, privacy, localModel);
  }

  /** Two workers, one class of 10 ms, small lanes, 20 ms round trip, 8 Mbit/s: 1 ms per KB. */
  static PlacementEngine.Settings settings() {
    return new PlacementEngine.Settings(2, 1, 8, 16, 4, Duration.ofMillis(20), 8e6);
  }

  static PlacementEngine engine(String policy) {
    return new PlacementEngine(settings(), Policies.named(policy));
  }

  static PlacementEngine connected(String policy) {
    PlacementEngine engine = engine(policy);
    engine.onLinkUp(0);
    return engine;
  }
}
