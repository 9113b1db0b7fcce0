package dev.sluice.edge.mqtt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the listener has counted since it started (totals) and what it holds now. A snapshot.
 *
 * @param connectionsOpened sockets accepted
 * @param turnedAway sockets closed because there were too many, or because those that were not
 *     answered yet had sent too much
 * @param connectTimeouts connections closed because no CONNECT was accepted in time
 * @param gateOverflows connections closed for sending too much behind an unanswered CONNECT
 * @param packetTimeouts connections closed because a packet that had begun did not end
 * @param malformed packets that broke the protocol, by kind, such as {@code second-connect}
 * @param faults unexpected exceptions caught: our bug, their connection closed
 * @param readPauses how often reading stopped because a client did not read its answers
 * @param paced how often a client was not read for a while because it published too fast
 * @param bytesIn bytes received
 * @param bytesOut bytes handed to sockets
 * @param flushes writes that carried them
 * @param connectionsOpen sockets now, accepted clients or not
 * @param connectionsPaused those of them that are not being read now
 */
public record ListenerStats(
    long connectionsOpened,
    long turnedAway,
    long connectTimeouts,
    long packetTimeouts,
    long gateOverflows,
    Map<String, Long> malformed,
    long faults,
    long readPauses,
    long paced,
    long bytesIn,
    long bytesOut,
    long flushes,
    int connectionsOpen,
    int connectionsPaused) {
  public ListenerStats {
    malformed = Map.copyOf(malformed);
  }

  /** Of several listeners together. */
  public static ListenerStats sum(List<ListenerStats> all) {
    return all.stream().reduce(ListenerStats::plus).orElseThrow();
  }

  private ListenerStats plus(ListenerStats other) {
    Map<String, Long> kinds = new TreeMap<>();
    malformed.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    other.malformed.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    return new ListenerStats(
        connectionsOpened + other.connectionsOpened,
        turnedAway + other.turnedAway,
        connectTimeouts + other.connectTimeouts,
        packetTimeouts + other.packetTimeouts,
        gateOverflows + other.gateOverflows,
        kinds,
        faults + other.faults,
        readPauses + other.readPauses,
        paced + other.paced,
        bytesIn + other.bytesIn,
        bytesOut + other.bytesOut,
        flushes + other.flushes,
        connectionsOpen + other.connectionsOpen,
        connectionsPaused + other.connectionsPaused);
  }
}
