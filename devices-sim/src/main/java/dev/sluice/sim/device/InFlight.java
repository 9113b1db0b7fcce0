package dev.sluice.sim.device;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one connection sent at QoS 1 and was not yet told to be received, in sending order. */
final class InFlight {
  /** Packet identifiers below belong to the library's own SUBSCRIBE and UNSUBSCRIBE. */
  static final int PACKET_ID_MIN = 1_024;

  static final int PACKET_ID_MAX = 65_535;

  record Sent(long sequence, byte[] payload) {}

  private final int max;
  private final Map<Integer, Sent> byPacketId = new LinkedHashMap<>();
  private int last = PACKET_ID_MAX;

  InFlight(int max) {
    this.max = Math.min(max, PACKET_ID_MAX - PACKET_ID_MIN);
  }

  /** The packet identifier to send it with; empty when the window is full. */
  OptionalInt add(long sequence, byte[] payload) {
    if (byPacketId.size() >= max) {
      return OptionalInt.empty();
    }
    do {
      last = last == PACKET_ID_MAX ? PACKET_ID_MIN : last + 1;
    } while (byPacketId.containsKey(last));
    byPacketId.put(last, new Sent(sequence, payload));
    return OptionalInt.of(last);
  }

  /** The sequence number that the acknowledgement is for. */
  OptionalLong remove(int packetId) {
    Sent sent = byPacketId.remove(packetId);
    return sent == null ? OptionalLong.empty() : OptionalLong.of(sent.sequence());
  }

  /** To be sent again after a reconnect [MQTT-4.4.0-1], in this order [MQTT-4.6.0-1]. */
  Map<Integer, Sent> unacknowledged() {
    return new LinkedHashMap<>(byPacketId);
  }
}
