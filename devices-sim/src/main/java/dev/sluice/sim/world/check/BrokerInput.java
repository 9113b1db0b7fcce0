package dev.sluice.sim.world.check;

import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;

/** The inputs that clients cause: the broker takes them, and the oracle that foretells it. */
public interface BrokerInput {
  void onConnect(ConnectionId id, Connect connect, long nowNanos);

  void onPublish(ConnectionId id, Publish publish, long nowNanos);

  void onPubAck(ConnectionId id, int packetId, long nowNanos);

  void onPubRec(ConnectionId id, int packetId, long nowNanos);

  void onPubRel(ConnectionId id, int packetId, long nowNanos);

  void onPubComp(ConnectionId id, int packetId, long nowNanos);

  void onSubscribe(ConnectionId id, Subscribe subscribe, long nowNanos);

  void onUnsubscribe(ConnectionId id, Unsubscribe unsubscribe, long nowNanos);

  void onPingReq(ConnectionId id, long nowNanos);

  void onDisconnect(ConnectionId id, ReasonCode reason, long nowNanos);

  void onClosed(ConnectionId id, long nowNanos);

  /** The client is held, and so much of it waits that it is not read. */
  void onUnread(ConnectionId id, long nowNanos);

  void onFlushed(ConnectionId id, long bytes, long nowNanos);
}
