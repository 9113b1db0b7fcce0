package dev.sluice.edge;

import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What an authority has revoked, as the file of {@code client-crl}. */
final class RevocationList {
  private RevocationList() {}

  static void write(Path file, Authority authority, List<Issued> revoked) throws Exception {
    X509Certificate issuer = (X509Certificate) TestTls.certificate(authority.own().certificate());
    X509v2CRLBuilder list = new JcaX509v2CRLBuilder(issuer, Date.from(Instant.now()));
    list.setNextUpdate(Date.from(Instant.now().plusSeconds(3_600)));
    for (Issued one : revoked) {
      X509Certificate certificate = (X509Certificate) TestTls.certificate(one.certificate());
      list.addCRLEntry(
          certificate.getSerialNumber(), Date.from(Instant.now()), CRLReason.keyCompromise);
    }
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          list.build(
              new JcaContentSignerBuilder("SHA256withECDSA")
                  .build(TestTls.key(authority.own().key()))));
    }
    Files.writeString(file, text.toString());
  }
}
