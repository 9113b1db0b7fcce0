package dev.sluice.edge.mqtt;

import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * How clients come in by one listener.
 *
 * @param number from 0, another for each listener of a node
 */
public record Door(
    int number, Doorkeeper keeper, Optional<Tls> tls, Optional<WebSocket> webSocket) {

  /** TCP, for everybody on this machine. */
  public static final Door OPEN = new Door(0, Doorkeeper.NONE, Optional.empty(), Optional.empty());

  /** Whether a client has to show a certificate. */
  public enum ClientCertificates {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /**
   * @param trust judges client certificates; empty when none are asked for
   */
  public record Tls(
      X509KeyManager keys, Optional<X509TrustManager> trust, ClientCertificates certificates) {}

  /**
   * @param path such as {@code /mqtt}
   * @param origins of web pages that may connect, beside pages of the same IP address or localhost;
   *     {@code *} is every one
   */
  public record WebSocket(String path, Set<String> origins) {
    public WebSocket {
      origins = Set.copyOf(origins);
    }
  }
}
