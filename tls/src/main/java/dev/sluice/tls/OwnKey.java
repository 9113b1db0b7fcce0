package dev.sluice.tls;

import java.security.KeyPair;
import java.security.SecureRandom;

/** A key that was just made here and has no certificate yet. */
public final class OwnKey {
  private final KeyPair keys;

  private OwnKey(KeyPair keys) {
    this.keys = keys;
  }

  /** A new one of P-256. */
  public static OwnKey create(SecureRandom random) {
    return new OwnKey(CertificateRequest.newKeys(random));
  }

  /** Asks for a certificate of that name; PEM. */
  public String request(String name) {
    return CertificateRequest.write(name, keys);
  }

  /** The private key and its certificate as one text: one file, so that both change at once. */
  public String with(String certificate) {
    return Certificates.pem(keys.getPrivate()) + certificate;
  }
}
