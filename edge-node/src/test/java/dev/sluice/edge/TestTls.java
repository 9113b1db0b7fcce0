package dev.sluice.edge;

import dev.sluice.tls.Authority.Issued;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS of clients, by the JDK alone. */
final class TestTls {
  private static final char[] NO_PASSWORD = {};

  private TestTls() {}

  static SSLContext context(Path authority) throws Exception {
    return context(authority, Optional.empty());
  }

  static SSLContext context(Path authority, Issued own) throws Exception {
    return context(authority, Optional.of(own));
  }

  private static SSLContext context(Path authority, Optional<Issued> own) throws Exception {
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("ca", certificate(Files.readString(authority)));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore shown = emptyStore();
    if (own.isPresent()) {
      Certificate[] chain = {certificate(own.get().certificate())};
      shown.setKeyEntry("own", key(own.get().key()), NO_PASSWORD, chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(shown, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  static Certificate certificate(String pem) throws Exception {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  static PrivateKey key(String pem) throws Exception {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
