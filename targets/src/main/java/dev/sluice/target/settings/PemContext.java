package dev.sluice.target.settings;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS by files in the PEM format (RFC 7468). */
final class PemContext {
  /** PKCS #8 without a password; its algorithm stands inside, and the JDK wants to be told. */
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
  private static final char[] NO_PASSWORD = new char[0];

  private PemContext() {}

  /**
   * @param authorities that sign engines; empty for those of the JDK
   */
  static SSLContext of(
      Optional<String> authorities, Optional<String> certificate, Optional<String> key) {
    try {
      TrustManager[] trusted = authorities.isPresent() ? trust(authorities.get()) : null;
      KeyManager[] own = key.isPresent() ? identity(certificate.orElseThrow(), key.get()) : null;
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trusted, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("tls: cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] trust(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int number = 0;
    for (Certificate one : certificates("ca-file", pem)) {
      store.setCertificateEntry("authority-" + number++, one);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] identity(String certificate, String key)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "bridge",
        privateKey(key),
        NO_PASSWORD,
        certificates("certificate-file", certificate).toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static List<Certificate> certificates(String setting, String pem) {
    var bytes = new ByteArrayInputStream(pem.getBytes(US_ASCII));
    try {
      List<Certificate> found =
          List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(bytes));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      // Said below.
    }
    throw TargetSettings.fault(setting, "holds no certificate in the PEM format");
  }

  private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    Matcher key = KEY.matcher(pem);
    if (key.find()) {
      var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
      for (String algorithm : ALGORITHMS) {
        try {
          return KeyFactory.getInstance(algorithm).generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
          // It is of another algorithm.
        }
      }
    }
    throw TargetSettings.fault("key-file", "holds no private key in PKCS #8 without a password");
  }
}
