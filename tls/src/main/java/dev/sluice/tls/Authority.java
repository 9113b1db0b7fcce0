package dev.sluice.tls;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of one gateway: keys of P-256, certificates of RFC 5280. */
public final class Authority {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 127;
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final SecureRandom random;

  /**
   * @param certificate PEM
   * @param key PEM, PKCS#8
   */
  public record Issued(String certificate, String key) {
    /** Never the key. */
    @Override
    public String toString() {
      return "Issued";
    }
  }

  /** From when until when a certificate is valid. */
  public record Validity(Instant from, Instant until) {}

  private record Subject(X500Name name, PublicKey key) {}

  private Authority(X509Certificate certificate, PrivateKey key, SecureRandom random) {
    this.certificate = certificate;
    this.key = key;
    this.random = random;
  }

  /** A new one, that nobody trusts yet. */
  public static Authority create(String name, Validity validity, SecureRandom random) {
    try {
      KeyPair keys = CertificateRequest.newKeys(random);
      Subject self = new Subject(named(name), keys.getPublic());
      X509v3CertificateBuilder builder =
          builder(self.name(), self, validity, random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      PrivateKey key = keys.getPrivate();
      return new Authority(signed(builder, key), key, random);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("a Java that cannot make certificates", e);
    }
  }

  /**
   * @throws ConfigException when the files are faulty
   */
  public static Authority load(Path certificate, Path key, Instant now, SecureRandom random)
      throws ConfigException {
    ServerKey found = ServerKey.load(certificate, key, now);
    return new Authority(found.own(), found.key(), random);
  }

  /** Its own certificate and key. */
  public Issued own() {
    return new Issued(Certificates.pem(certificate), Certificates.pem(key));
  }

  /**
   * For a server.
   *
   * @param hosts names and IP addresses by which clients know it, the first one its subject
   */
  public Issued server(List<String> hosts, Validity validity) {
    GeneralName[] names =
        hosts.stream()
            .map(
                host ->
                    new GeneralName(
                        ADDRESS.matcher(host).matches()
                            ? GeneralName.iPAddress
                            : GeneralName.dNSName,
                        host))
            .toArray(GeneralName[]::new);
    KeyPair keys = CertificateRequest.newKeys(random);
    Subject subject = new Subject(named(hosts.get(0)), keys.getPublic());
    return new Issued(
        issue(subject, new GeneralNames(names), KeyPurposeId.id_kp_serverAuth, validity),
        Certificates.pem(keys.getPrivate()));
  }

  /** For a device, whose name is its subject. */
  public Issued client(String name, Validity validity) {
    KeyPair keys = CertificateRequest.newKeys(random);
    return new Issued(
        client(name, "device", keys.getPublic(), validity), Certificates.pem(keys.getPrivate()));
  }

  /**
   * For an edge node that has made its key itself.
   *
   * @param edgeId the certificate's subject, whatever the request says of one
   * @return PEM
   */
  public String edge(String edgeId, CertificateRequest request, Validity validity) {
    return client(edgeId, "edge", request.key(), validity);
  }

  private String client(String name, String kind, PublicKey key, Validity validity) {
    GeneralNames names =
        new GeneralNames(
            new GeneralName(
                GeneralName.uniformResourceIdentifier, "urn:sluice:" + kind + ":" + name));
    return issue(new Subject(named(name), key), names, KeyPurposeId.id_kp_clientAuth, validity);
  }

  private String issue(
      Subject subject, GeneralNames names, KeyPurposeId purpose, Validity validity) {
    try {
      X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      X509v3CertificateBuilder builder =
          builder(issuer, subject, validity, random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
              .addExtension(Extension.subjectAlternativeName, false, names)
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      return Certificates.pem(signed(builder, key));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("cannot issue a certificate for " + subject.name(), e);
    }
  }

  /**
   * The name of a certificate's subject.
   *
   * @throws ConfigException when the file is faulty
   */
  public static String nameOf(Path certificate) throws ConfigException {
    return Certificates.name(PemFiles.certificates(certificate).get(0))
        .orElseThrow(
            () ->
                new ConfigException(certificate + ": names nobody; let './sluice init' write it"));
  }

  private static X500Name named(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, Subject subject, Validity validity, SecureRandom random)
      throws GeneralSecurityException, IOException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
            Date.from(validity.from()),
            Date.from(validity.until()),
            subject.name(),
            subject.key())
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(subject.key()));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
  }
}
