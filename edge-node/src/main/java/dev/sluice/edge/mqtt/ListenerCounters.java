package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;
import java.util.EnumMap;
import java.util.Map;

/** The listener's running counts; plain fields, because one event loop owns them. */
final class ListenerCounters {
  private final Map<ReasonCode, Long> malformed = new EnumMap<>(ReasonCode.class);
  private long connectionsOpened;
  private long connectTimeouts;
  private long gateOverflows;
  private long unauthenticated;
  private long faults;
  private long readPauses;
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

  void onConnectTimeout() {
    connectTimeouts++;
  }

  void onGateOverflow() {
    gateOverflows++;
  }

  void onUnauthenticated() {
    unauthenticated++;
  }

  void onMalformed(ReasonCode reason) {
    malformed.merge(reason, 1L, Long::sum);
  }

  void onFault() {
    faults++;
  }

  void onPaused() {
    readPauses++;
    connectionsPaused++;
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

  ListenerStats snapshot() {
    return new ListenerStats(
        connectionsOpened,
        connectTimeouts,
        gateOverflows,
        unauthenticated,
        malformed,
        faults,
        readPauses,
        bytesIn,
        bytesOut,
        flushes,
        connectionsOpen,
        connectionsPaused);
  }
}
