package dev.sluice.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The packets that a server sends; a closed family, exhausted through {@link Visitor}. */
public sealed interface OutboundPacket {

  <R> R accept(Visitor<R> visitor);

  /** One method per packet. */
  interface Visitor<R> {
    R connAck(ConnAck packet);

    R publish(Delivery packet);

    R pubAck(PubAck packet);

    R pubRec(PubRec packet);

    R pubRel(PubRel packet);

    R pubComp(PubComp packet);

    R subAck(SubAck packet);

    R unsubAck(UnsubAck packet);

    R pingResp(PingResp packet);

    R disconnect(Disconnect packet);
  }

  /**
   * CONNACK.
   *
   * @param assignedClientId when the server chose the Client Identifier of an MQTT 5 client
   * @param serverKeepAliveSeconds when the server overrides the client's keep-alive
   * @param limits what the server tells an MQTT 5 client of itself; empty on refusal
   */
  record ConnAck(
      ReasonCode reason,
      boolean sessionPresent,
      Optional<ClientId> assignedClientId,
      OptionalInt serverKeepAliveSeconds,
      Optional<Duration> sessionExpiry,
      Optional<ServerLimits> limits)
      implements OutboundPacket {

    /** Of a CONNECT that comes to nothing [MQTT-3.2.2-6]. */
    public static ConnAck refusal(ReasonCode reason) {
      return new ConnAck(
          reason, false, Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.connAck(this);
    }
  }

  /** What CONNACK announces to an MQTT 5 client. */
  record ServerLimits(int receiveMaximum, int maximumPacketSize) {}

  /**
   * PUBLISH to a subscriber.
   *
   * @param message topic, payload and properties; its own qos and retain are the publisher's
   * @param packetId 0 for QoS 0
   * @param messageExpirySeconds what is left of the lifetime when it is sent [MQTT-3.3.2-6]
   * @param subscriptionIdentifiers of the matching subscriptions, empty for 3.1.1
   */
  record Delivery(
      Message message,
      Qos qos,
      int packetId,
      boolean dup,
      boolean retain,
      OptionalInt messageExpirySeconds,
      List<Integer> subscriptionIdentifiers)
      implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.publish(this);
    }
  }

  record PubAck(int packetId, ReasonCode reason) implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pubAck(this);
    }
  }

  record PubRec(int packetId, ReasonCode reason) implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pubRec(this);
    }
  }

  record PubRel(int packetId, ReasonCode reason) implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pubRel(this);
    }
  }

  record PubComp(int packetId, ReasonCode reason) implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pubComp(this);
    }
  }

  record SubAck(int packetId, List<ReasonCode> reasons) implements OutboundPacket {
    public SubAck {
      reasons = List.copyOf(reasons);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.subAck(this);
    }
  }

  record UnsubAck(int packetId, List<ReasonCode> reasons) implements OutboundPacket {
    public UnsubAck {
      reasons = List.copyOf(reasons);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unsubAck(this);
    }
  }

  record PingResp() implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.pingResp(this);
    }
  }

  /** DISCONNECT from the server; only MQTT 5 clients are sent one. */
  record Disconnect(ReasonCode reason) implements OutboundPacket {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.disconnect(this);
    }
  }
}
