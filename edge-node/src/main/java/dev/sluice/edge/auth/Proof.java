package dev.sluice.edge.auth;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

/**
 * What a client brings with its CONNECT to say who it is.
 *
 * @param local whether it came by a listener of this machine only
 * @param anonymousAllowed whether that listener takes clients that prove nothing
 * @param userName as sent
 * @param password as sent, a token included
 * @param certificate of TLS
 */
public record Proof(
    InetAddress address,
    boolean local,
    boolean anonymousAllowed,
    Optional<String> userName,
    Optional<byte[]> password,
    Optional<ClientCertificate> certificate) {

  /**
   * @param chain the client's own first
   * @param trust who judges it: a resumed TLS session is not checked again by itself
   */
  public record ClientCertificate(List<X509Certificate> chain, X509TrustManager trust) {
    public ClientCertificate {
      chain = List.copyOf(chain);
    }

    X509Certificate own() {
      return chain.get(0);
    }

    /** Whether it would be taken now. */
    boolean isTrusted() {
      try {
        X509Certificate[] given = chain.toArray(X509Certificate[]::new);
        trust.checkClientTrusted(given, own().getPublicKey().getAlgorithm());
        return true;
      } catch (CertificateException revokedOrExpired) {
        return false;
      }
    }
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "Proof[" + address + "]";
  }
}
