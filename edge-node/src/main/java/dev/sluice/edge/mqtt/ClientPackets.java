package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import java.time.Duration;
import java.util.Optional;

/** Who gets the packets of an accepted client: one method per packet, all of them well formed. */
interface ClientPackets {
  void onPublish(Publish publish);

  void onPubAck(int packetId, ReasonCode reason);

  void onPubRec(int packetId, ReasonCode reason);

  void onPubRel(int packetId, ReasonCode reason);

  void onPubComp(int packetId, ReasonCode reason);

  void onSubscribe(Subscribe subscribe);

  void onUnsubscribe(Unsubscribe unsubscribe);

  void onPingReq();

  /**
   * @param sessionExpiry replaces the one of CONNECT, when the client says so
   */
  void onDisconnect(ReasonCode reason, Optional<Duration> sessionExpiry);
}
