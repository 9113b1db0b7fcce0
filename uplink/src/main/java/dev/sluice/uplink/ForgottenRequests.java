package dev.sluice.uplink;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last requests that were sent and are no longer waited for. What the cloud says of them is
 * late for whoever asked, and still tells how the link and the cloud are.
 */
final class ForgottenRequests {
  /** Of any link, what is on the wire when its deadline passes is far less. */
  static final int REMEMBERED = 4_096;

  private final Map<Long, Boolean> receivedById = new LinkedHashMap<>();

  /**
   * @param received whether the cloud has said that it has it
   */
  void add(long requestId, boolean received) {
    receivedById.put(requestId, received);
    if (receivedById.size() > REMEMBERED) {
      receivedById.remove(receivedById.keySet().iterator().next());
    }
  }

  /** True the first time that the cloud says that it has one of them. */
  boolean receive(long requestId) {
    return receivedById.replace(requestId, false, true);
  }

  /** False when it was not there. */
  boolean remove(long requestId) {
    return receivedById.remove(requestId) != null;
  }
}
