package dev.sluice.tls;

import dev.sluice.config.ConfigException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A private key and the certificates that vouch for it, which belong together.
 *
 * @param chain the server's own certificate first
 * @param names of DNS that the certificate is for, in lower case
 * @param alias names the certificate
 */
record ServerKey(PrivateKey key, List<X509Certificate> chain, List<String> names, String alias) {
  private static final int DNS_NAME = 2;
  private static final byte[] CHALLENGE = {1, 2, 3, 4};

  /**
   * @throws ConfigException when they do not belong together or are not valid at that time
   */
  static ServerKey load(Path certificate, Path keyFile, Instant now) throws ConfigException {
    List<X509Certificate> chain = PemFiles.certificates(certificate);
    PrivateKey key = PemFiles.key(keyFile);
    X509Certificate own = chain.get(0);
    requireValid(certificate, own, now);
    requireChain(certificate, chain);
    try {
      if (!matches(key, own.getPublicKey())) {
        throw new ConfigException(
            "%s: is not the key of %s; give the key that the certificate was made for"
                .formatted(keyFile, certificate.getFileName()));
      }
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
      return new ServerKey(key, chain, namesOf(own), HexFormat.of().formatHex(digest));
    } catch (GeneralSecurityException e) {
      throw new ConfigException(certificate + ": cannot be used: " + e.getMessage());
    }
  }

  private static void requireValid(Path file, X509Certificate own, Instant now)
      throws ConfigException {
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new ConfigException(
          file + ": expired at " + own.getNotAfter().toInstant() + "; have it renewed");
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new ConfigException(
          file
              + ": is not valid before "
              + own.getNotBefore().toInstant()
              + "; is this machine's clock right?");
    }
  }

  private static void requireChain(Path file, List<X509Certificate> chain) throws ConfigException {
    for (int i = 0; i + 1 < chain.size(); i++) {
      try {
        chain.get(i).verify(chain.get(i + 1).getPublicKey());
      } catch (GeneralSecurityException e) {
        throw new ConfigException(
            "%s: certificate %d is not signed by certificate %d; order them from the server's own up"
                .formatted(file, i + 1, i + 2));
      }
    }
  }

  /** What the key signs is what the certificate verifies. */
  private static boolean matches(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    Signature signature = Signature.getInstance(algorithmOf(key));
    signature.initSign(key);
    signature.update(CHALLENGE);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(CHALLENGE);
    try {
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String algorithmOf(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static List<String> namesOf(X509Certificate certificate) throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null
        ? List.of()
        : names.stream()
            .filter(entry -> entry.get(0).equals(DNS_NAME))
            .map(entry -> ((String) entry.get(1)).toLowerCase(Locale.ROOT))
            .toList();
  }

  /** Whether the certificate is for that host; a wildcard stands for one label. */
  boolean isFor(String host) {
    String asked = host.toLowerCase(Locale.ROOT);
    int dot = asked.indexOf('.');
    return names.contains(asked) || (dot > 0 && names.contains("*" + asked.substring(dot)));
  }

  boolean suits(String keyType) {
    return key.getAlgorithm().equals(keyType)
        || (keyType.startsWith("EC") && key.getAlgorithm().startsWith("EC"));
  }

  X509Certificate own() {
    return chain.get(0);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "ServerKey[" + own().getSubjectX500Principal() + "]";
  }
}
