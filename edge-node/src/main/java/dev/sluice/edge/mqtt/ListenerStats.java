package dev.sluice.edge.mqtt;

import java.util.Map;

/**
 * What the listener has counted since it started (totals) and what it holds now. A snapshot.
 *
 * @param connectionsOpened sockets accepted
 * @param connectTimeouts connections closed because no CONNECT was accepted in time
 * @param gateOverflows connections closed for sending too much behind an unanswered CONNECT
 * @param packetTimeouts connections closed because a packet that had begun did not end
 * @param malformed packets that broke the protocol, by kind, such as {@code second-connect}
 * @param faults unexpected exceptions caught: our bug, their connection closed
 * @param readPauses how often reading stopped because a client did not read its answers
 * @param bytesIn bytes received
 * @param bytesOut bytes handed to sockets
 * @param flushes writes that carried them
 * @param connectionsOpen sockets now, accepted clients or not
 * @param connectionsPaused those of them that are not being read now
 */
public record ListenerStats(
    long connectionsOpened,
    long connectTimeouts,
    long packetTimeouts,
    long gateOverflows,
    Map<String, Long> malformed,
    long faults,
    long readPauses,
    long bytesIn,
    long bytesOut,
    long flushes,
    int connectionsOpen,
    int connectionsPaused) {
  public ListenerStats {
    malformed = Map.copyOf(malformed);
  }
}
