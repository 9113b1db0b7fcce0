package dev.sluice.inference.remote;

import dev.sluice.inference.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the certificates of a PEM file and nobody else. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  /**
   * @throws ModelException naming the file, when it holds no certificate
   */
  static SSLContext read(Path file) throws ModelException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new ModelException(file + ": holds no certificate; PEM is expected");
      }
      return context(certificates);
    } catch (IOException e) {
      throw new ModelException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + "); correct the path", e);
    } catch (GeneralSecurityException e) {
      throw new ModelException(file + ": holds no certificate that can be used", e);
    }
  }

  private static SSLContext context(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + number++, certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
