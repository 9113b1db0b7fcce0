package dev.sluice.tls;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What one end of the link shows of itself, and whom it believes: a key with its certificate, from
 * one file, and the authority of the other end. Immutable; any thread may use it.
 */
public final class LinkIdentity {
  private final X509Certificate own;
  private final X509ExtendedKeyManager keys;
  private final X509ExtendedTrustManager trust;

  private LinkIdentity(
      X509Certificate own, X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
    this.own = own;
    this.keys = keys;
    this.trust = trust;
  }

  /**
   * Whatever the time is: who uses it looks at {@link #term}.
   *
   * @param identity PEM: a private key and its certificate
   * @param authority PEM: who vouches for the other end
   * @throws ConfigException one line: which file, what is wrong with it, what to do
   */
  public static LinkIdentity load(Path identity, Path authority) throws ConfigException {
    X509Certificate probe = PemFiles.certificates(identity).get(0);
    // Loaded as of a moment at which it is valid: its dates are the caller's business.
    ServerKey key = ServerKey.load(identity, identity, probe.getNotBefore().toInstant());
    return new LinkIdentity(
        key.own(), keys(identity, key), ExchangeableTrust.load(authority, Optional.empty()));
  }

  private static X509ExtendedKeyManager keys(Path file, ServerKey key) throws ConfigException {
    char[] none = new char[0];
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("link", key.key(), none, key.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory factory = KeyManagerFactory.getInstance("NewSunX509");
      factory.init(store, none);
      for (KeyManager manager : factory.getKeyManagers()) {
        if (manager instanceof X509ExtendedKeyManager found) {
          return found;
        }
      }
      throw new ConfigException(file + ": this Java has no use for keys");
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException(file + ": cannot be used: " + e.getMessage());
    }
  }

  /** Its common name. */
  public String name() {
    return Certificates.name(own).orElse("");
  }

  public CertificateTerm term() {
    return new CertificateTerm(own.getNotBefore().toInstant(), own.getNotAfter().toInstant());
  }

  public X509ExtendedKeyManager keys() {
    return keys;
  }

  public X509ExtendedTrustManager trust() {
    return trust;
  }

  /** For a client that shows this identity. */
  public SSLContext context() {
    return contextOf(new KeyManager[] {keys}, trust);
  }

  /**
   * For a client that shows nothing, and believes a server whose authority has that fingerprint and
   * whose certificate is for the host that was asked for.
   */
  public static SSLContext pinned(String authorityFingerprint) {
    return contextOf(new KeyManager[0], new PinnedTrust(authorityFingerprint));
  }

  private static SSLContext contextOf(KeyManager[] keys, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {trust}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a Java without TLS", e);
    }
  }
}
