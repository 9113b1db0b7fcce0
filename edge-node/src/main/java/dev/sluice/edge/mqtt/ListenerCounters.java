package dev.sluice.edge.mqtt;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The listener's running counts; plain fields, because one event loop owns them. */
final class ListenerCounters {
  private final Map<Malformation, Long> malformed = new EnumMap<>(Malformation.class);
  private long connectionsOpened;
  private long turnedAway;
  private long connectTimeouts;
  private long packetTimeouts;
  private long gateOverflows;
  private long faults;
  private long readPauses;
  private long paced;
  private long bytesIn;
  private long bytesOut;
  private long flushes;
  private int connectionsOpen;
  private int connectionsPaused;

  void onOpened() {
    connectionsOpened++;
    connectionsOpen++;
  }

  void onGone() {
    connectionsOpen--;
  }

  void onTurnedAway() {
    turnedAway++;
  }

  int connectionsOpen() {
    return connectionsOpen;
  }

  void onConnectTimeout() {
    connectTimeouts++;
  }

  void onPacketTimeout() {
    packetTimeouts++;
  }

  void onGateOverflow() {
    gateOverflows++;
  }

  void onMalformed(Malformation kind) {
    malformed.merge(kind, 1L, Long::sum);
  }

  void onFault() {
    faults++;
  }

  void onPaused() {
    readPauses++;
    connectionsPaused++;
  }

  void onPaced() {
    paced++;
  }

  void onResumed() {
    connectionsPaused--;
  }

  void onReceived(int bytes) {
    bytesIn += bytes;
  }

  void onFlush(int bytes) {
    flushes++;
    bytesOut += bytes;
  }

  private Map<String, Long> byWord() {
    Map<String, Long> counts = new TreeMap<>();
    malformed.forEach((kind, count) -> counts.put(kind.word(), count));
    return counts;
  }

  ListenerStats snapshot() {
    return new ListenerStats(
        connectionsOpened,
        turnedAway,
        connectTimeouts,
        packetTimeouts,
        gateOverflows,
        byWord(),
        faults,
        readPauses,
        paced,
        bytesIn,
        bytesOut,
        flushes,
        connectionsOpen,
        connectionsPaused);
  }
}
