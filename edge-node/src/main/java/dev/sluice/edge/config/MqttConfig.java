package dev.sluice.edge.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The {@code mqtt} section of the file: how the protocol is spoken.
 *
 * @param packetTimeout how long a packet may take from its first byte to its last
 * @param topicAliases of one connection in each direction, 0 for none
 * @param responseInformation what an MQTT 5 client that asks is told of where its answers may go
 */
public record MqttConfig(
    Duration packetTimeout, int topicAliases, Optional<String> responseInformation) {}
