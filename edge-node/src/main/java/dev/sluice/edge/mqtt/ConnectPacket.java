package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.Connect;
import dev.sluice.mqtt.Payload;
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
    boolean responseInformation) {}
