package dev.sluice.edge.config;

import dev.sluice.broker.BrokerOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * The {@code mqtt} section of the file: how the protocol is spoken.
 *
 * @param packetTimeout how long a packet may take from its first byte to its last
 * @param topicAliases of one connection in each direction, 0 for none
 * @param payloadFormatCheck whether a payload that says it is UTF-8 and is not is refused
 * @param sysInterval between publications of the {@code $SYS} topics, zero for none
 * @param responseInformation what an MQTT 5 client that asks is told of where its answers may go
 */
public record MqttConfig(
    Duration packetTimeout,
    int topicAliases,
    boolean payloadFormatCheck,
    Duration sysInterval,
    Optional<String> responseInformation) {

  public BrokerOptions brokerOptions(LimitsConfig limits, String version) {
    return new BrokerOptions(
        payloadFormatCheck,
        sysInterval,
        limits.topicSize().bytesAsInt(),
        limits.subscriptions(),
        version);
  }
}
