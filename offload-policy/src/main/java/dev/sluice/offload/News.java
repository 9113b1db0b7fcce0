package dev.sluice.offload;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Requests that something happened to, until the caller asks. */
final class News {
  private final ArrayDeque<PlacementRequest> requests = new ArrayDeque<>();
  private final int limit;

  News(int limit) {
    this.limit = limit;
  }

  /**
   * Beyond the limit the oldest is forgotten: its deadline has passed, and its caller knows that.
   */
  void add(PlacementRequest request) {
    if (requests.size() == limit) {
      requests.removeFirst();
    }
    requests.addLast(request);
  }

  void drain(Consumer<PlacementRequest> consumer) {
    while (!requests.isEmpty()) {
      consumer.accept(requests.removeFirst());
    }
  }
}
