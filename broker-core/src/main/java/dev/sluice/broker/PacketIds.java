package dev.sluice.broker;

/** Packet Identifiers: 1 to 65,535 [MQTT-2.2.1-3]. */
final class PacketIds {
  static final int MAX = 65_535;

  private PacketIds() {}

  static boolean isValid(int packetId) {
    return packetId >= 1 && packetId <= MAX;
  }
}
