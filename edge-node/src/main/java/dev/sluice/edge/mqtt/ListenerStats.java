package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the listener has counted since it started (totals) and what it holds now. A snapshot.
 *
 * @param connectionsOpened sockets accepted
 * @param connectTimeouts connections closed because no CONNECT was accepted in time
 * @param gateOverflows connections closed for sending too much behind an unanswered CONNECT
 * @param unauthenticated clients refused because they did not prove who they are
 * @param malformed packets that broke the protocol, by what their sender was told or would have
 *     been
 * @param faults unexpected exceptions caught: our bug, their connection closed
 * @param readPauses how often reading stopped because a client did not read its answers
 * @param bytesIn bytes of well-formed packets received
 * @param bytesOut bytes handed to sockets, CONNACK excepted
 * @param flushes writes that carried them
 * @param connectionsOpen sockets now, accepted clients or not
 * @param connectionsPaused those of them that are not being read now
 */
public record ListenerStats(
    long connectionsOpened,
    long connectTimeouts,
    long gateOverflows,
    long unauthenticated,
    Map<ReasonCode, Long> malformed,
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

  /** Of several listeners together. */
  public static ListenerStats sum(List<ListenerStats> all) {
    return all.stream().reduce(ListenerStats::plus).orElseThrow();
  }

  private ListenerStats plus(ListenerStats other) {
    Map<ReasonCode, Long> kinds = new EnumMap<>(ReasonCode.class);
    malformed.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    other.malformed.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    return new ListenerStats(
        connectionsOpened + other.connectionsOpened,
        connectTimeouts + other.connectTimeouts,
        gateOverflows + other.gateOverflows,
        unauthenticated + other.unauthenticated,
        kinds,
        faults + other.faults,
        readPauses + other.readPauses,
        bytesIn + other.bytesIn,
        bytesOut + other.bytesOut,
        flushes + other.flushes,
        connectionsOpen + other.connectionsOpen,
        connectionsPaused + other.connectionsPaused);
  }
}
