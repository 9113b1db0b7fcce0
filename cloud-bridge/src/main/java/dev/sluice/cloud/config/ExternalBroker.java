package dev.sluice.cloud.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A broker that is not this process's own.
 *
 * @param protocol that it speaks, {@code mqtt-5} or {@code mqtt-3.1.1}
 * @param clientId of the bridge's connections, which have a word behind it
 * @param login empty for none
 * @param tls empty for plain TCP
 * @param group of bridges that this is one of; empty where it is the only one
 * @param sessionExpiry how long it keeps commands for a bridge that is away
 */
public record ExternalBroker(
    String host,
    int port,
    String protocol,
    String clientId,
    Optional<Login> login,
    Optional<Tls> tls,
    Optional<Group> group,
    Duration sessionExpiry,
    Duration reconnectMin,
    Duration reconnectMax) {

  /** Or 3.1.1, which has no properties and no shared subscriptions. */
  public boolean speaksMqtt5() {
    return protocol.equals("mqtt-5");
  }

  /**
   * @param members their {@code clientId}s, this one's among them
   */
  public record Group(String name, List<String> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  /**
   * @param passwordFile holds the password and nothing else
   */
  public record Login(String username, Path passwordFile) {}

  /**
   * @param ca PEM: who vouches for the broker; empty for the authorities of the JDK
   * @param identity PEM: the bridge's key and certificate in one file
   */
  public record Tls(Optional<Path> ca, Optional<Path> identity) {}
}
