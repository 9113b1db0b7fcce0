package dev.sluice.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** What is asked of a certificate: whose it is, which one it is, and its text. */
public final class Certificates {
  private Certificates() {}

  /** The common name of its subject; empty when it has none, or several. */
  public static Optional<String> name(X509Certificate certificate) {
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    RDN[] names = subject.getRDNs(BCStyle.CN);
    return names.length == 1 && !names[0].isMultiValued()
        ? Optional.of(IETFUtils.valueToString(names[0].getFirst().getValue()))
        : Optional.empty();
  }

  /** SHA-256 of the whole certificate, in hexadecimal. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("a Java without SHA-256, or a certificate without bytes", e);
    }
  }

  /** A certificate that was just issued, from its PEM. */
  public static X509Certificate parse(String pem) {
    try (InputStream in = new ByteArrayInputStream(pem.getBytes(ISO_8859_1))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException | IOException e) {
      throw new IllegalArgumentException("no certificate", e);
    }
  }

  /** A certificate, request or private key (PKCS#8) as PEM. */
  static String pem(Object object) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
    } catch (IOException e) {
      throw new IllegalStateException("cannot be written as PEM", e);
    }
    return text.toString();
  }
}
