package dev.sluice.cloud.bridge;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What one connection of the outlet owes and is owed: Packet Identifiers, acknowledgements, and
 * what the broker said it takes. Lives on the loop.
 */
final class OutletSession {
  private static final int PACKET_ID_MAX = 65_535;

  /** From here on a reason code says no. */
  private static final int REFUSED = 0x80;

  private static final int QUOTA_EXCEEDED = 0x97;

  /** What a broker takes, as its CONNACK says it. */
  record Terms(int receiveMaximum, int maximumQos, boolean retain, long packetBytesMax) {
    static Terms of(MqttConnAckMessage ack, long packetBytesMax) {
      MqttProperties says = ack.variableHeader().properties();
      return new Terms(
          (int) number(says, MqttProperties.RECEIVE_MAXIMUM, PACKET_ID_MAX),
          (int) number(says, MqttProperties.MAXIMUM_QOS, 2),
          number(says, MqttProperties.RETAIN_AVAILABLE, 1) != 0,
          Math.min(
              packetBytesMax, number(says, MqttProperties.MAXIMUM_PACKET_SIZE, packetBytesMax)));
    }

    private static long number(MqttProperties in, int type, long otherwise) {
      return in.getProperty(type) instanceof IntegerProperty found
          ? Integer.toUnsignedLong(found.value())
          : otherwise;
    }
  }

  /** What was published and may need to be told. */
  private record Waiting(ForwardedMessage message, Runnable done) {}

  /** What the broker owes an acknowledgement. */
  private record Owed(long sinceNanos, Runnable done) {}

  private final Terms terms;
  private final Consumer<MqttMessage> out;

  /** The one that has waited longest is the first. */
  private final Map<Integer, Owed> inFlight = new LinkedHashMap<>();

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int lastPacketId;
  private long refused;
  private boolean overQuota;

  OutletSession(Terms terms, Consumer<MqttMessage> out) {
    this.terms = terms;
    this.out = out;
  }

  /** Whether the broker takes packets as large as that message's. */
  boolean takes(ForwardedMessage message) {
    return OutletPackets.bytesAtMost(message) <= terms.packetBytesMax();
  }

  /**
   * @param done told once, when the broker has it or has refused it for good
   */
  void publish(ForwardedMessage message, long nowNanos, Runnable done) {
    waiting.add(new Waiting(message, done));
    sendWaiting(nowNanos);
  }

  /** In order: none overtakes one that waits for the window. */
  private void sendWaiting(long nowNanos) {
    while (!waiting.isEmpty() && inFlight.size() < terms.receiveMaximum()) {
      Waiting next = waiting.remove();
      int qos = Math.min(next.message().qos(), terms.maximumQos());
      boolean retain = next.message().retain() && terms.retain();
      int packetId = qos == 0 ? 1 : freePacketId();
      if (qos > 0) {
        inFlight.put(packetId, new Owed(nowNanos, next.done()));
      }
      out.accept(OutletPackets.publish(next.message(), MqttQoS.valueOf(qos), retain, packetId));
      if (qos == 0) {
        next.done().run();
      }
    }
  }

  private int freePacketId() {
    do {
      lastPacketId = lastPacketId % PACKET_ID_MAX + 1;
    } while (inFlight.containsKey(lastPacketId));
    return lastPacketId;
  }

  /** PUBACK, PUBREC or PUBCOMP. */
  void onReply(MqttMessage reply, long nowNanos) {
    MqttMessageIdVariableHeader header = (MqttMessageIdVariableHeader) reply.variableHeader();
    int reason =
        header instanceof MqttPubReplyMessageVariableHeader said
            ? Byte.toUnsignedInt(said.reasonCode())
            : 0;
    switch (reply.fixedHeader().messageType()) {
      case PUBREC -> {
        if (reason < REFUSED) {
          received(header.messageId(), nowNanos);
        } else {
          ended(header.messageId(), reason, nowNanos);
        }
      }
      // What was lost between them is no fault of the message.
      case PUBCOMP -> ended(header.messageId(), 0, nowNanos);
      default -> ended(header.messageId(), reason, nowNanos);
    }
  }

  /** The first half of QoS 2; for the second the broker has as long again. */
  private void received(int packetId, long nowNanos) {
    out.accept(OutletPackets.pubRel(packetId));
    Owed owed = inFlight.remove(packetId);
    if (owed != null) {
      inFlight.put(packetId, new Owed(nowNanos, owed.done()));
    }
  }

  private void ended(int packetId, int reason, long nowNanos) {
    if (reason == QUOTA_EXCEEDED) {
      overQuota = true;
      return;
    }
    Owed owed = inFlight.remove(packetId);
    if (owed != null) {
      refused += reason < REFUSED ? 0 : 1;
      owed.done().run();
      sendWaiting(nowNanos);
    }
  }

  /** Since when the broker owes its longest due acknowledgement; empty if it owes none. */
  OptionalLong owedSinceNanos() {
    return inFlight.values().stream().mapToLong(Owed::sinceNanos).findFirst();
  }

  /** Messages that the broker has refused for good. */
  long refused() {
    return refused;
  }

  /** The broker has no room: what it has not taken goes again, on another connection. */
  boolean isOverQuota() {
    return overQuota;
  }
}
