package dev.sluice.sim.world.actor;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Publish;
import dev.sluice.sim.world.check.ClientPacket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a conforming client keeps of its session: both halves of QoS 1 and 2 (section 4.1). */
final class ClientSession {
  private static final int PACKET_IDS = 24;

  // Packet Identifier to the publication, empty once it is released, in the order first sent.
  private final Map<Integer, Optional<Publish>> outgoing = new LinkedHashMap<>();
  private final Set<Integer> received = new HashSet<>();
  private int lastPacketId;

  int outgoingCount() {
    return outgoing.size();
  }

  Publish begin(Message message) {
    Publish publish = new Publish(message, nextPacketId(), false);
    outgoing.put(publish.packetId(), Optional.of(publish));
    return publish;
  }

  /** Few identifiers, so that they are used again soon; never one in use. */
  int nextPacketId() {
    do {
      lastPacketId = lastPacketId % PACKET_IDS + 1;
    } while (outgoing.containsKey(lastPacketId));
    return lastPacketId;
  }

  void acknowledged(int packetId) {
    outgoing.remove(packetId);
  }

  /** PUBREC: from now on only its release is repeated. False when it is not known. */
  boolean release(int packetId) {
    return outgoing.replace(packetId, Optional.empty()) != null;
  }

  /** What a new connection repeats, in order [MQTT-4.4.0-1]. */
  List<ClientPacket> repeats() {
    List<ClientPacket> repeats = new ArrayList<>();
    outgoing.forEach(
        (packetId, publish) ->
            repeats.add(
                publish
                    .<ClientPacket>map(
                        one -> new ClientPacket.Send(new Publish(one.message(), packetId, true)))
                    .orElseGet(() -> new ClientPacket.PubRel(packetId))));
    return repeats;
  }

  /** False when the delivery of QoS 2 only repeats. */
  boolean isNew(int packetId) {
    return received.add(packetId);
  }

  void released(int packetId) {
    received.remove(packetId);
  }

  void forgetReceived() {
    received.clear();
  }

  void forgetAll() {
    outgoing.clear();
    received.clear();
  }
}
