package dev.sluice.cloud.bridge;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a broker is, and as whom the bridge comes to it.
 *
 * @param protocol that forwarded messages, commands and shares of requests travel by
 * @param clientId of the connection for answers; others have it with a word behind it
 * @param tls empty for plain TCP
 * @param packetBytesMax largest packet
 * @param reconnectMin first pause between attempts to connect; it grows and is spread at random
 */
public record BrokerAccess(
    String host,
    int port,
    Protocol protocol,
    String clientId,
    Optional<Login> login,
    Optional<BrokerTls> tls,
    int packetBytesMax,
    Duration reconnectMin,
    Duration reconnectMax) {

  /** Versions of MQTT. */
  public enum Protocol {
    MQTT_5,
    /** Without properties and shared subscriptions. */
    MQTT_3_1_1
  }

  /** What it says of itself. */
  public record Login(String username, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  Pauses pauses() {
    return new Pauses(reconnectMin, reconnectMax);
  }

  String place() {
    return host + ":" + port;
  }
}
