package dev.sluice.edge.mqtt;

import dev.sluice.broker.ConnectionId;
import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import java.time.Duration;
import java.util.Optional;

/** Every packet of an accepted client as an input of the broker core. */
final class ClientInputs implements ClientPackets {
  private final ConnectionId id;
  private final Connection connection;

  ClientInputs(ConnectionId id, Connection connection) {
    this.id = id;
    this.connection = connection;
  }

  @Override
  public void onPublish(Publish publish) {
    connection.input((core, now) -> core.onPublish(id, publish, now));
  }

  @Override
  public void onPubAck(int packetId, ReasonCode reason) {
    connection.input((core, now) -> core.onPubAck(id, packetId, reason, now));
  }

  @Override
  public void onPubRec(int packetId, ReasonCode reason) {
    connection.input((core, now) -> core.onPubRec(id, packetId, reason, now));
  }

  @Override
  public void onPubRel(int packetId, ReasonCode reason) {
    connection.input((core, now) -> core.onPubRel(id, packetId, reason, now));
  }

  @Override
  public void onPubComp(int packetId, ReasonCode reason) {
    connection.input((core, now) -> core.onPubComp(id, packetId, reason, now));
  }

  @Override
  public void onSubscribe(Subscribe subscribe) {
    connection.input((core, now) -> core.onSubscribe(id, subscribe, now));
  }

  @Override
  public void onUnsubscribe(Unsubscribe unsubscribe) {
    connection.input((core, now) -> core.onUnsubscribe(id, unsubscribe, now));
  }

  @Override
  public void onPingReq() {
    connection.input((core, now) -> core.onPingReq(id, now));
  }

  @Override
  public void onDisconnect(ReasonCode reason, Optional<Duration> sessionExpiry) {
    connection.input(
        (core, now) -> {
          if (sessionExpiry.isPresent()) {
            core.onDisconnect(id, reason, sessionExpiry.get(), now);
          } else {
            core.onDisconnect(id, reason, now);
          }
        });
  }
}
