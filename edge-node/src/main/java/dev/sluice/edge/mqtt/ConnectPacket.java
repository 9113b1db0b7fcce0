package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.Will;
import java.util.Optional;

/**
 * CONNECT as it came: what the core decides on, and what only the listener needs.
 *
 * @param userName as sent
 * @param password as sent; its bytes reach no log
 * @param topicAliasMaximum how many Topic Aliases the client takes, 0 for none
 * @param responseInformation whether the client asks where answers to it may be sent
 */
record ConnectPacket(
    Connect connect,
    Optional<String> userName,
    Optional<Payload> password,
    int topicAliasMaximum,
    boolean responseInformation) {
  private static final int USER_PROPERTY_BYTES = 128;

  /**
   * About what it takes in memory.
   *
   * @param packetBytes on the wire
   */
  long bytesHeld(int packetBytes) {
    // Short pairs of strings take many times what they were on the wire.
    int pairs =
        connect
            .will()
            .map(Will::message)
            .map(m -> m.properties().userProperties().size())
            .orElse(0);
    return packetBytes + (long) pairs * USER_PROPERTY_BYTES;
  }
}
