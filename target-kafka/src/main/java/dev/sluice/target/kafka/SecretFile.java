package dev.sluice.target.kafka;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** Files of passwords, keys and certificates; faults name the setting and the file, and no more. */
final class SecretFile {
  private static final String KEY = "-----BEGIN PRIVATE KEY-----";

  private SecretFile() {}

  /** A password, without the white space around it. */
  static String line(String setting, String file) {
    String text = read(setting, file).strip();
    if (text.isEmpty()) {
      throw fault(setting, file, "is empty");
    }
    return text;
  }

  /** Certificates in PEM. */
  static String certificates(String setting, String file) {
    String text = read(setting, file);
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    try {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty()) {
        return text;
      }
    } catch (CertificateException e) {
      // Said below.
    }
    throw fault(setting, file, "has no certificate in PEM");
  }

  /** A private key in PEM. */
  static String privateKey(String setting, String file) {
    String text = read(setting, file);
    if (!text.contains(KEY)) {
      throw fault(setting, file, "has no private key in PEM (PKCS #8, without a password)");
    }
    return text;
  }

  private static String read(String setting, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw fault(setting, file, "cannot be read");
    }
  }

  private static IllegalArgumentException fault(String setting, String file, String what) {
    return new IllegalArgumentException(setting + ": " + file + " " + what);
  }
}
