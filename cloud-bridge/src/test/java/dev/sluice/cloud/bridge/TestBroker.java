package dev.sluice.cloud.bridge;

import java.time.Duration;
import java.util.Optional;

/** A broker of the test, on loopback. */
final class TestBroker {
  private TestBroker() {}

  static BrokerAccess access(int port, int packetBytesMax) {
    return access(port, packetBytesMax, BrokerAccess.Protocol.MQTT_5);
  }

  static BrokerAccess access(int port, int packetBytesMax, BrokerAccess.Protocol protocol) {
    return new BrokerAccess(
        "127.0.0.1",
        port,
        protocol,
        "bridge",
        Optional.of(new BrokerAccess.Login("bridge", "secret")),
        Optional.empty(),
        packetBytesMax,
        Duration.ofMillis(50),
        Duration.ofMillis(100));
  }
}
