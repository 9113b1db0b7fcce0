package dev.sluice.edge.mqtt;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a client brings with it to say who it is.
 *
 * @param userName of CONNECT
 * @param password of CONNECT
 * @param certificates of TLS, the client's own first; empty when it gave none
 */
public record Arrival(
    InetAddress address,
    Optional<String> userName,
    Optional<byte[]> password,
    List<X509Certificate> certificates) {
  public Arrival {
    certificates = List.copyOf(certificates);
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "Arrival[" + address + "]";
  }
}
