package dev.sluice.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigException;
import dev.sluice.tls.Authority.Issued;
import dev.sluice.tls.Authority.Validity;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of TLS that are good, and each way in which they can be wrong. */
class TlsFilesTest {
  private static final Instant NOW = Instant.parse("2030-06-01T00:00:00Z");

  @TempDir Path folder;
  private final Authority authority = authority();

  private static Authority authority() {
    return Authority.create("Authority", days(-1, 100), new SecureRandom());
  }

  private static Validity days(int from, int until) {
    return new Validity(NOW.plus(Duration.ofDays(from)), NOW.plus(Duration.ofDays(until)));
  }

  @BeforeEach
  void write() throws Exception {
    write(authority.server(List.of("gateway"), days(-1, 10)));
    Files.writeString(folder.resolve("ca.crt"), authority.own().certificate());
  }

  private void write(Issued issued) throws Exception {
    Files.writeString(folder.resolve("a.crt"), issued.certificate());
    Files.writeString(folder.resolve("a.key"), issued.key());
  }

  private TlsFiles open() throws ConfigException {
    TlsFiles.Pair pair = new TlsFiles.Pair(folder.resolve("a.crt"), folder.resolve("a.key"));
    return TlsFiles.open(
        new TlsFiles.Settings(
            List.of(pair), Optional.of(folder.resolve("ca.crt")), Optional.empty()),
        () -> NOW);
  }

  private static X509Certificate certificate(Issued issued) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(issued.certificate().getBytes(StandardCharsets.US_ASCII)));
  }

  private static String served(X509ExtendedKeyManager keys) {
    String alias = keys.getServerAliases("EC", null)[0];
    return keys.getCertificateChain(alias)[0].getSubjectX500Principal().getName();
  }

  @Test
  void servesWhatTheFilesSayAndAgainWhenTheyChange() throws Exception {
    TlsFiles files = open();
    String before = files.keyManager().getServerAliases("EC", null)[0];
    write(authority.server(List.of("renewed"), days(-1, 20)));
    assertThat(files.reload()).isEqualTo("certificate until 2030-06-21T00:00:00Z");
    assertThat(served(files.keyManager())).isEqualTo("CN=renewed");
    // A handshake that has begun finds its key.
    assertThat(files.keyManager().getPrivateKey(before)).isNotNull();
    assertThat(files.keyManager().getServerAliases("RSA", null)).isEmpty();
  }

  @Test
  void refusesKeysAndCertificatesThatDoNotBelongTogether() throws Exception {
    TlsFiles files = open();
    Files.writeString(folder.resolve("a.key"), authority.server(List.of("x"), days(-1, 10)).key());
    assertThatThrownBy(files::reload)
        .hasMessage(
            folder.resolve("a.key")
                + ": is not the key of a.crt; give the key that the certificate was made for");
    assertThat(served(files.keyManager())).isEqualTo("CN=gateway");
  }

  @Test
  void refusesCertificatesThatAreNotValidNow() throws Exception {
    write(authority.server(List.of("gateway"), days(-10, -1)));
    assertThatThrownBy(this::open)
        .hasMessage(folder.resolve("a.crt") + ": expired at 2030-05-31T00:00:00Z; have it renewed");
    write(authority.server(List.of("gateway"), days(1, 10)));
    assertThatThrownBy(this::open)
        .hasMessageContaining("is not valid before 2030-06-02T00:00:00Z; is this machine's clock");
  }

  @Test
  void refusesAChainThatIsNone() throws Exception {
    Issued own = authority.server(List.of("gateway"), days(-1, 10));
    write(new Issued(own.certificate() + authority.own().certificate(), own.key()));
    assertThat(served(open().keyManager())).isEqualTo("CN=gateway");
    write(new Issued(own.certificate() + authority().own().certificate(), own.key()));
    assertThatThrownBy(this::open)
        .hasMessageContaining("certificate 1 is not signed by certificate 2");
  }

  @Test
  void refusesFilesThatAreSomethingElse() throws Exception {
    Files.writeString(folder.resolve("a.crt"), "rubbish");
    assertThatThrownBy(this::open).hasMessageContaining("a.crt: ");
    Files.delete(folder.resolve("a.crt"));
    assertThatThrownBy(this::open).hasMessageContaining("a.crt: no such file");
    write(authority.server(List.of("gateway"), days(-1, 10)));
    Files.writeString(folder.resolve("a.key"), authority.own().certificate());
    assertThatThrownBy(this::open).hasMessageContaining("a.key: holds no private key");
  }

  @Test
  void trustsClientsOfItsAuthorityAndOfTheNextOne() throws Exception {
    TlsFiles files = open();
    X509ExtendedTrustManager trust = files.trustManager().orElseThrow();
    Authority next = realTime();
    X509Certificate[] chain = {certificate(next.client("pump", around(Instant.now())))};
    assertThatThrownBy(() -> trust.checkClientTrusted(chain, "EC"))
        .isInstanceOf(CertificateException.class);
    Files.writeString(folder.resolve("ca.crt"), next.own().certificate());
    files.reload();
    trust.checkClientTrusted(chain, "EC");
    assertThatThrownBy(() -> trust.checkServerTrusted(chain, "EC"))
        .isInstanceOf(CertificateException.class);
  }

  /** The JDK's check looks at the machine's clock. */
  private static Authority realTime() {
    return Authority.create("Authority", around(Instant.now()), new SecureRandom());
  }

  private static Validity around(Instant time) {
    return new Validity(time.minus(Duration.ofHours(1)), time.plus(Duration.ofHours(1)));
  }

  @Test
  void secretsAreInNoToString() {
    Issued own = authority.own();
    assertThat(own.toString()).doesNotContain("KEY");
  }
}
