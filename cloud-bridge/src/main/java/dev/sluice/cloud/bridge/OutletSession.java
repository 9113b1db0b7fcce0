package dev.sluice.cloud.bridge;

import dev.sluice.uplink.ForwardedMessage;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
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
          (int) number(says, MqttPropertyType.RECEIVE_MAXIMUM, PACKET_ID_MAX),
          (int) number(says, MqttPropertyType.MAXIMUM_QOS, 2),
          number(says, MqttPropertyType.RETAIN_AVAILABLE, 1) != 0,
          Math.min(
              packetBytesMax, number(says, MqttPropertyType.MAXIMUM_PACKET_SIZE, packetBytesMax)));
    }

    private static long number(MqttProperties in, MqttPropertyType type, long otherwise) {
      return in.getProperty(type.value()) instanceof IntegerProperty found
          ? Integer.toUnsignedLong(found.value())
          : otherwise;
    }
  }

  /** What was published and may need to be told. */
  private record Waiting(ForwardedMessage message, Runnable done) {}

  private final Terms terms;
  private final Consumer<MqttMessage> out;
  private final Map<Integer, Runnable> inFlight = new HashMap<>();
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
  void publish(ForwardedMessage message, Runnable done) {
    waiting.add(new Waiting(message, done));
    sendWaiting();
  }

  /** In order: none overtakes one that waits for the window. */
  private void sendWaiting() {
    while (!waiting.isEmpty() && inFlight.size() < terms.receiveMaximum()) {
      Waiting next = waiting.remove();
      int qos = Math.min(next.message().qos(), terms.maximumQos());
      boolean retain = next.message().retain() && terms.retain();
      int packetId = qos == 0 ? 1 : freePacketId();
      if (qos > 0) {
        inFlight.put(packetId, next.done());
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
  void onReply(MqttMessage reply) {
    MqttMessageIdVariableHeader header = (MqttMessageIdVariableHeader) reply.variableHeader();
    int reason =
        header instanceof MqttPubReplyMessageVariableHeader said
            ? Byte.toUnsignedInt(said.reasonCode())
            : 0;
    switch (reply.fixedHeader().messageType()) {
      case PUBREC -> {
        if (reason < REFUSED) {
          out.accept(OutletPackets.pubRel(header.messageId()));
        } else {
          ended(header.messageId(), reason);
        }
      }
      // What was lost between them is no fault of the message.
      case PUBCOMP -> ended(header.messageId(), 0);
      default -> ended(header.messageId(), reason);
    }
  }

  private void ended(int packetId, int reason) {
    if (reason == QUOTA_EXCEEDED) {
      overQuota = true;
      return;
    }
    Runnable done = inFlight.remove(packetId);
    if (done != null) {
      refused += reason < REFUSED ? 0 : 1;
      done.run();
      sendWaiting();
    }
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
