package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Publish;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.mqtt.Subscribe;
import dev.sluice.mqtt.Unsubscribe;
import io.netty.buffer.ByteBufUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packets of a client in words, in order. */
final class SeenPackets implements ClientPackets {
  private final List<String> words = new ArrayList<>();
  private final List<Publish> publications = new ArrayList<>();

  /** What came since last asked. */
  List<String> take() {
    List<String> taken = List.copyOf(words);
    words.clear();
    return taken;
  }

  List<Publish> publications() {
    return publications;
  }

  static String publish(
      String topic, int qos, int packetId, boolean dup, boolean retain, String payloadHex) {
    return "PUBLISH "
        + topic
        + " q"
        + qos
        + " #"
        + packetId
        + " "
        + dup
        + retain
        + " ["
        + payloadHex
        + "]";
  }

  private static String reply(String type, int packetId, ReasonCode reason) {
    return type + " #" + packetId + (reason == ReasonCode.SUCCESS ? "" : " " + reason);
  }

  @Override
  public void onPublish(Publish publish) {
    publications.add(publish);
    words.add(
        publish(
            publish.message().topic().value(),
            publish.message().qos().level(),
            publish.packetId(),
            publish.dup(),
            publish.message().retain(),
            ByteBufUtil.hexDump(publish.message().payload().bytes())));
  }

  @Override
  public void onPubAck(int packetId, ReasonCode reason) {
    words.add(reply("PUBACK", packetId, reason));
  }

  @Override
  public void onPubRec(int packetId, ReasonCode reason) {
    words.add(reply("PUBREC", packetId, reason));
  }

  @Override
  public void onPubRel(int packetId, ReasonCode reason) {
    words.add(reply("PUBREL", packetId, reason));
  }

  @Override
  public void onPubComp(int packetId, ReasonCode reason) {
    words.add(reply("PUBCOMP", packetId, reason));
  }

  @Override
  public void onSubscribe(Subscribe subscribe) {
    words.add("SUBSCRIBE #" + subscribe.packetId() + " " + subscribe.items());
  }

  @Override
  public void onUnsubscribe(Unsubscribe unsubscribe) {
    words.add("UNSUBSCRIBE #" + unsubscribe.packetId() + " " + unsubscribe.filters());
  }

  @Override
  public void onPingReq() {
    words.add("PINGREQ");
  }

  @Override
  public void onDisconnect(ReasonCode reason, Optional<Duration> sessionExpiry) {
    words.add("DISCONNECT " + reason + sessionExpiry.map(expiry -> " " + expiry).orElse(""));
  }
}
