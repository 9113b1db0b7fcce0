package dev.sluice.sim.world.check;

import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.ProtocolVersion;
import java.util.ArrayDeque;

/** One open connection as the model sees it: what is on its wire and not acknowledged. */
final class ConnectionModel {
  final ConnectionId id;
  final Connect connect;
  final SessionModel session;
  final ArrayDeque<Integer> unflushed = new ArrayDeque<>();
  long unflushedBytes;
  int unacknowledged;
  long lastPacketNanos;
  boolean held;

  ConnectionModel(ConnectionId id, Connect connect, SessionModel session, long nowNanos) {
    this.id = id;
    this.connect = connect;
    this.session = session;
    this.lastPacketNanos = nowNanos;
  }

  boolean speaksMqtt5() {
    return connect.version() == ProtocolVersion.MQTT_5;
  }

  /** One and a half times the Keep Alive; {@link Long#MAX_VALUE} without one. */
  long silentAtNanos() {
    int seconds = connect.keepAliveSeconds();
    return seconds == 0 || held ? Long.MAX_VALUE : lastPacketNanos + seconds * 1_500_000_000L;
  }

  void flushed(long bytes) {
    unflushedBytes -= bytes;
    for (long left = bytes; left > 0 && !unflushed.isEmpty(); ) {
      left -= unflushed.poll();
    }
  }
}
