package dev.sluice.broker;

import dev.sluice.mqtt.OutboundPacket;
import dev.sluice.mqtt.OutboundPacket.ConnAck;
import dev.sluice.mqtt.OutboundPacket.Delivery;
import dev.sluice.mqtt.OutboundPacket.Disconnect;
import dev.sluice.mqtt.OutboundPacket.PingResp;
import dev.sluice.mqtt.OutboundPacket.PubAck;
import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.OutboundPacket.PubRec;
import dev.sluice.mqtt.OutboundPacket.PubRel;
import dev.sluice.mqtt.OutboundPacket.SubAck;
import dev.sluice.mqtt.OutboundPacket.UnsubAck;
import dev.sluice.mqtt.ReasonCode;
import java.nio.charset.StandardCharsets;

/** Packets in one short line each, so that tests can compare whole conversations. */
final class PacketWords implements OutboundPacket.Visitor<String> {
  @Override
  public String connAck(ConnAck packet) {
    return "CONNACK " + packet.reason() + (packet.sessionPresent() ? " present" : "");
  }

  @Override
  public String publish(Delivery packet) {
    byte[] payload = packet.message().payload().bytes();
    return "PUBLISH "
        + packet.message().topic()
        + "="
        + new String(payload, StandardCharsets.UTF_8)
        + " q"
        + packet.qos().level()
        + (packet.packetId() == 0 ? "" : " #" + packet.packetId())
        + (packet.dup() ? " dup" : "")
        + (packet.retain() ? " retain" : "");
  }

  @Override
  public String pubAck(PubAck packet) {
    return acknowledgement("PUBACK", packet.packetId(), packet.reason());
  }

  @Override
  public String pubRec(PubRec packet) {
    return acknowledgement("PUBREC", packet.packetId(), packet.reason());
  }

  @Override
  public String pubRel(PubRel packet) {
    return acknowledgement("PUBREL", packet.packetId(), packet.reason());
  }

  @Override
  public String pubComp(PubComp packet) {
    return acknowledgement("PUBCOMP", packet.packetId(), packet.reason());
  }

  @Override
  public String subAck(SubAck packet) {
    return "SUBACK #" + packet.packetId() + " " + packet.reasons();
  }

  @Override
  public String unsubAck(UnsubAck packet) {
    return "UNSUBACK #" + packet.packetId() + " " + packet.reasons();
  }

  @Override
  public String pingResp(PingResp packet) {
    return "PINGRESP";
  }

  @Override
  public String disconnect(Disconnect packet) {
    return "DISCONNECT " + packet.reason();
  }

  private static String acknowledgement(String name, int packetId, ReasonCode reason) {
    return name + " #" + packetId + (reason == ReasonCode.SUCCESS ? "" : " " + reason);
  }
}
