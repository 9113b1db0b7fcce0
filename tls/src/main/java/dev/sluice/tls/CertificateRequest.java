package dev.sluice.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A public key that asks for a certificate, and was proved to belong to who asks (PKCS#10, RFC
 * 2986). Its private key never travels.
 *
 * @param key of P-256
 */
public record CertificateRequest(PublicKey key) {
  private static final int TEXT_CHARS_MAX = 8_192;
  private static final int FIELD_BITS = 256;

  static KeyPair newKeys(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a Java without P-256", e);
    }
  }

  /** The request of that key, as PEM. */
  static String write(String name, KeyPair keys) {
    try {
      return Certificates.pem(
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Principal("CN=" + name), keys.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("a Java that cannot sign", e);
    }
  }

  /** Empty when the text is no request, is of another kind of key, or is not signed by its key. */
  public static Optional<CertificateRequest> read(String pem) {
    if (pem.length() > TEXT_CHARS_MAX) {
      return Optional.empty();
    }
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      return parser.readObject() instanceof PKCS10CertificationRequest found
          ? proved(new JcaPKCS10CertificationRequest(found))
          : Optional.empty();
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException
        | IllegalStateException e) {
      return Optional.empty();
    }
  }

  private static Optional<CertificateRequest> proved(JcaPKCS10CertificationRequest request)
      throws GeneralSecurityException, OperatorCreationException, PKCSException {
    boolean ours =
        request.getPublicKey() instanceof ECPublicKey key
            && key.getParams().getCurve().getField().getFieldSize() == FIELD_BITS;
    return ours
            && request.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(request.getPublicKey()))
        ? Optional.of(new CertificateRequest(request.getPublicKey()))
        : Optional.empty();
  }
}
