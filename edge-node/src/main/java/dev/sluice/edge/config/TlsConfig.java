package dev.sluice.edge.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TLS of a listener; PEM files.
 *
 * @param sni for other host names
 * @param clientCa whose client certificates are taken
 * @param clientCrl what they have revoked
 */
public record TlsConfig(
    Path certificate,
    Path key,
    List<Pair> sni,
    ClientCertificates clientCertificates,
    Optional<Path> clientCa,
    Optional<Path> clientCrl) {

  /** A certificate and its key. */
  public record Pair(Path certificate, Path key) {}

  /** Whether a client has to show one. */
  public enum ClientCertificates {
    NONE,
    OPTIONAL,
    REQUIRED
  }
}
