package dev.sluice.tls;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The authorities whose client certificates are taken, and what they have revoked. */
final class ExchangeableTrust extends X509ExtendedTrustManager {
  private volatile X509ExtendedTrustManager current;

  ExchangeableTrust(X509ExtendedTrustManager first) {
    current = first;
  }

  void exchange(X509ExtendedTrustManager next) {
    current = next;
  }

  /**
   * The JDK's own check (RFC 5280) with these files.
   *
   * @param revoked a file of revocation lists; with one, every certificate needs a list that knows
   *     it. Nobody is asked over the network.
   */
  static X509ExtendedTrustManager load(Path authorities, Optional<Path> revoked)
      throws ConfigException {
    List<X509Certificate> anchors = PemFiles.certificates(authorities);
    List<X509CRL> lists = revoked.isPresent() ? PemFiles.revocations(revoked.get()) : List.of();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < anchors.size(); i++) {
        store.setCertificateEntry("authority-" + i, anchors.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      PKIXBuilderParameters rules = new PKIXBuilderParameters(store, new X509CertSelector());
      rules.setRevocationEnabled(false);
      if (revoked.isPresent()) {
        rules.addCertStore(
            CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
        rules.addCertPathChecker(offline());
      }
      factory.init(new CertPathTrustManagerParameters(rules));
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager found) {
          return found;
        }
      }
      throw new ConfigException(authorities + ": this Java has no check for certificates");
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException(authorities + ": cannot be used: " + e.getMessage());
    }
  }

  private static PKIXRevocationChecker offline() throws GeneralSecurityException {
    PKIXRevocationChecker checker =
        (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.PREFER_CRLS,
            PKIXRevocationChecker.Option.NO_FALLBACK,
            PKIXRevocationChecker.Option.ONLY_END_ENTITY));
    return checker;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    current.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    current.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    current.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("these authorities vouch for clients");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("these authorities vouch for clients");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("these authorities vouch for clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return current.getAcceptedIssuers();
  }
}
