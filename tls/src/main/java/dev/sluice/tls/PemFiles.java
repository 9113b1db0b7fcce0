package dev.sluice.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.config.ConfigException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** PEM files as objects of the JDK; a fault is one line that names the file and what to do. */
final class PemFiles {

  /** A key may stand in the same file. */
  private static final Pattern KEYS =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", Pattern.DOTALL);

  private PemFiles() {}

  /** At least one, in the file's order; keys are passed over. */
  static List<X509Certificate> certificates(Path file) throws ConfigException {
    try {
      String text = KEYS.matcher(Files.readString(file, ISO_8859_1)).replaceAll("");
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text.getBytes(ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new ConfigException(file + ": holds no certificate; it must be PEM");
      }
      return found;
    } catch (CertificateException e) {
      throw new ConfigException(file + ": is no PEM file of certificates");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static List<X509CRL> revocations(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCRLs(in).stream()
          .map(X509CRL.class::cast)
          .toList();
    } catch (CertificateException | CRLException e) {
      throw new ConfigException(file + ": is no PEM file of revocation lists");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** PKCS#8 or the older forms of OpenSSL, without passphrase. */
  static PrivateKey key(Path file) throws ConfigException {
    try (BufferedReader in = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(in)) {
      for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
        if (found instanceof PEMEncryptedKeyPair || found instanceof PKCS8EncryptedPrivateKeyInfo) {
          throw new ConfigException(
              file + ": is encrypted; give the key without passphrase, readable by its owner only");
        }
        if (found instanceof PEMKeyPair pair) {
          return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (found instanceof PrivateKeyInfo info) {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        }
      }
      throw new ConfigException(file + ": holds no private key; it must be PEM");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static ConfigException unreadable(Path file, IOException e) {
    return new ConfigException(
        e instanceof NoSuchFileException
            ? file + ": no such file"
            : file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
  }
}
