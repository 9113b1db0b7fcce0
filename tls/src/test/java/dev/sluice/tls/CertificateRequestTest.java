package dev.sluice.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tls.Authority.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key made at one end, certified at the other. */
class CertificateRequestTest {
  private static final Instant NOW = Instant.parse("2030-06-01T00:00:00Z");
  private static final Validity VALID = new Validity(NOW, NOW.plus(Duration.ofDays(90)));
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Authority authority = Authority.create("Bridge", VALID, RANDOM);

  @TempDir Path folder;

  @Test
  void theCertificateNamesWhomTheAuthoritySaysAndNotWhomTheRequestSays() throws Exception {
    OwnKey key = OwnKey.create(RANDOM);
    CertificateRequest request = CertificateRequest.read(key.request("somebody")).orElseThrow();

    LinkIdentity identity = identity(key, authority.edge("gw-1", request, VALID));

    assertThat(identity.name()).isEqualTo("gw-1");
    assertThat(identity.term()).isEqualTo(new CertificateTerm(NOW, NOW.plus(Duration.ofDays(90))));
  }

  private LinkIdentity identity(OwnKey key, String certificate) throws Exception {
    Path own = folder.resolve("own.pem");
    Path ca = folder.resolve("ca.crt");
    Files.writeString(own, key.with(certificate));
    Files.writeString(ca, authority.own().certificate());
    return LinkIdentity.load(own, ca);
  }

  @Test
  void aRequestThatItsKeyDidNotSignIsNone() throws Exception {
    KeyPair shown = CertificateRequest.newKeys(RANDOM);
    KeyPair signing = CertificateRequest.newKeys(RANDOM);
    String forged =
        Certificates.pem(
            new JcaPKCS10CertificationRequestBuilder(
                    new javax.security.auth.x500.X500Principal("CN=x"), shown.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate())));

    assertThat(CertificateRequest.read(forged)).isEmpty();
    assertThat(CertificateRequest.read(CertificateRequest.write("x", shown))).isPresent();
  }

  @Test
  void aRequestOfAnotherKindOfKeyIsNone() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    String pem =
        Certificates.pem(
            new JcaPKCS10CertificationRequestBuilder(
                    new javax.security.auth.x500.X500Principal("CN=x"), rsa.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(rsa.getPrivate())));

    assertThat(CertificateRequest.read(pem)).isEmpty();
  }

  @Test
  void whatIsNoRequestIsNone() {
    String own = authority.own().certificate();
    for (String text :
        List.of(
            "",
            "garbage",
            own,
            own.replace("CERTIFICATE", "CERTIFICATE REQUEST"),
            "x".repeat(9_000))) {
      assertThat(CertificateRequest.read(text)).as(text).isEmpty();
    }
  }
}
