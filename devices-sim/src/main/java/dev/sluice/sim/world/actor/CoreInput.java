package dev.sluice.sim.world.actor;

import dev.sluice.broker.BrokerCore;
import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import dev.sluice.sim.world.check.BrokerInput;

/** The production broker as it takes a client's packets. */
record CoreInput(BrokerCore core) implements BrokerInput {
  @Override
  public void onConnect(ConnectionId id, Connect connect, long nowNanos) {
    core.onConnect(id, connect, nowNanos);
  }

  @Override
  public void onPublish(ConnectionId id, Publish publish, long nowNanos) {
    core.onPublish(id, publish, nowNanos);
  }

  @Override
  public void onPubAck(ConnectionId id, int packetId, long nowNanos) {
    core.onPubAck(id, packetId, ReasonCode.SUCCESS, nowNanos);
  }

  @Override
  public void onPubRec(ConnectionId id, int packetId, long nowNanos) {
    core.onPubRec(id, packetId, ReasonCode.SUCCESS, nowNanos);
  }

  @Override
  public void onPubRel(ConnectionId id, int packetId, long nowNanos) {
    core.onPubRel(id, packetId, ReasonCode.SUCCESS, nowNanos);
  }

  @Override
  public void onPubComp(ConnectionId id, int packetId, long nowNanos) {
    core.onPubComp(id, packetId, ReasonCode.SUCCESS, nowNanos);
  }

  @Override
  public void onSubscribe(ConnectionId id, Subscribe subscribe, long nowNanos) {
    core.onSubscribe(id, subscribe, nowNanos);
  }

  @Override
  public void onUnsubscribe(ConnectionId id, Unsubscribe unsubscribe, long nowNanos) {
    core.onUnsubscribe(id, unsubscribe, nowNanos);
  }

  @Override
  public void onPingReq(ConnectionId id, long nowNanos) {
    core.onPingReq(id, nowNanos);
  }

  @Override
  public void onDisconnect(ConnectionId id, ReasonCode reason, long nowNanos) {
    core.onDisconnect(id, reason, nowNanos);
  }

  @Override
  public void onClosed(ConnectionId id, long nowNanos) {
    core.onClosed(id, nowNanos);
  }

  @Override
  public void onUnread(ConnectionId id, long nowNanos) {
    core.onUnread(id, nowNanos);
  }

  @Override
  public void onFlushed(ConnectionId id, long bytes, long nowNanos) {
    core.onFlushed(id, bytes, nowNanos);
  }
}
