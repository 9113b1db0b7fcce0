package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ProtocolVersion;
import dev.sluice.mqtt.Will;
import java.time.Duration;
import java.util.Optional;

/**
 * A CONNECT that was accepted, with the broker's limits applied.
 *
 * @param assigned whether the server chose the Client Identifier
 * @param keepAlive zero switches it off
 * @param keepAliveOverridden whether {@code keepAlive} is the server's
 * @param sessionExpiryCapped whether {@code sessionExpiry} is less than what was asked
 * @param identity who the client has proved to be
 * @param rights what that allows
 */
record Admission(
    ProtocolVersion version,
    ClientId clientId,
    boolean assigned,
    boolean cleanStart,
    Duration keepAlive,
    boolean keepAliveOverridden,
    Duration sessionExpiry,
    boolean sessionExpiryCapped,
    int receiveMaximum,
    int maximumPacketSize,
    Optional<Will> will,
    Identity identity,
    Rights rights) {

  boolean speaksMqtt5() {
    return version == ProtocolVersion.MQTT_5;
  }
}
