package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Finding;
import dev.sluice.doctor.Level;
import dev.sluice.edge.cloudlink.LinkSecurity;
import dev.sluice.edge.cloudlink.Way;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.core.EdgeStatus;
import dev.sluice.edge.doctor.LinkCertificate;
import dev.sluice.program.PrivateFile;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Validity;
import dev.sluice.tls.CertificateRequest;
import dev.sluice.tls.OwnKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One certificate under clocks that are right and wrong, as the doctor and the node see it. */
class LinkCertificateTest {
  private static final Instant FROM = Instant.parse("2030-01-01T00:00:00Z");
  private static final Validity VALID = new Validity(FROM, FROM.plus(Duration.ofDays(90)));

  @TempDir Path folder;

  @BeforeEach
  void pair() throws Exception {
    SecureRandom random = new SecureRandom();
    Authority authority = Authority.create("Bridge", VALID, random);
    OwnKey key = OwnKey.create(random);
    CertificateRequest request = CertificateRequest.read(key.request("x")).orElseThrow();
    PrivateFile.write(folder.resolve("uplink.pem"), key.with(authority.edge("gw", request, VALID)));
    Files.writeString(folder.resolve("ca.crt"), authority.own().certificate());
  }

  private EdgeConfig config(String node) throws Exception {
    Path file = folder.resolve("edge.yaml");
    Files.writeString(folder.resolve("policy.yaml"), "placement: prefer-edge\n");
    Files.writeString(
        file,
        "node: {id: %s}\nuplink: {tls: {identity: uplink.pem, ca: ca.crt}}\n".formatted(node));
    return EdgeConfig.load(file, List.of());
  }

  private Finding finding(String node, Instant now) throws Exception {
    List<Finding> findings = new LinkCertificate(config(node), now, FROM).run();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  @Test
  void saysHowManyDaysAreLeft() throws Exception {
    Finding fine = finding("gw", FROM.plus(Duration.ofDays(10)));
    assertThat(fine.level()).isEqualTo(Level.OK);
    assertThat(fine.what()).contains("80 days left");
  }

  @Test
  void warnsOfOneThatShouldHaveBeenRenewed() throws Exception {
    Finding late = finding("gw", FROM.plus(Duration.ofDays(70)));
    assertThat(late.level()).isEqualTo(Level.WARNING);
    assertThat(late.fix()).contains("uplink.tls.renew");
  }

  @Test
  void tellsAWrongClockFromAnExpiredCertificate() throws Exception {
    Finding clock = finding("gw", Instant.EPOCH);
    assertThat(clock.level()).isEqualTo(Level.FAULT);
    assertThat(clock.what()).contains("clock is wrong", "1970-01-01T00:00:00Z");
    assertThat(clock.fix()).contains("timedatectl");

    Finding expired = finding("gw", FROM.plus(Duration.ofDays(91)));
    assertThat(expired.level()).isEqualTo(Level.FAULT);
    assertThat(expired.fix()).contains("./sluice pair");
  }

  @Test
  void aCertificateOfAnotherNodeIsAFaultAndStopsTheStart() throws Exception {
    assertThat(finding("other", FROM).what()).contains("is for 'gw'", "'other'");
    EdgeConfig config = config("other");
    assertThatThrownBy(() -> Uplinks.open(config, folder, () -> FROM))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("is for 'gw'");
  }

  @Test
  void aNodeWithAWrongClockStartsAndItsLinkWaitsUntilTheClockIsSet() throws Exception {
    Instant[] now = {Instant.EPOCH};
    try (Uplinks uplinks = Uplinks.open(config("gw"), folder, () -> now[0])) {
      LinkSecurity security = uplinks.ways().get(0).security();
      assertThat(security.obstacle().orElseThrow()).contains("clock is wrong");
      assertThat(shown(uplinks, 0).obstacle()).isPresent();

      now[0] = FROM.plus(Duration.ofDays(1));
      assertThat(security.obstacle()).isEmpty();
      assertThat(shown(uplinks, 0).left()).isEqualTo(Duration.ofDays(89));
    }
  }

  private static EdgeStatus.Certificate shown(Uplinks uplinks, int way) {
    return uplinks.status(way).get(way).certificate().orElseThrow();
  }

  @Test
  void anAlternativeShowsWhatTheUplinkShowsUnlessItSaysItself() throws Exception {
    for (String file : List.of("uplink.pem", "ca.crt")) {
      Files.copy(folder.resolve(file), folder.resolve("other-" + file));
    }
    Path file =
        Files.writeString(
            folder.resolve("edge.yaml"),
            """
            node: {id: gw}
            uplink:
              tls: {identity: uplink.pem, ca: ca.crt}
              alternatives:
                - {host: 10.0.0.2}
                - {name: other, host: 10.0.0.3, port: 8883,
                   tls: {identity: other-uplink.pem, ca: other-ca.crt}}
            """);
    try (Uplinks uplinks = Uplinks.open(EdgeConfig.load(file, List.of()), folder, () -> FROM)) {
      List<Way> ways = uplinks.ways();
      assertThat(ways)
          .extracting(Way::name)
          .containsExactly("127.0.0.1:1884", "10.0.0.2:1884", "other");
      assertThat(ways.get(1).security()).isSameAs(ways.get(0).security());
      assertThat(ways.get(2).security()).isNotSameAs(ways.get(0).security());
      assertThat(uplinks.status(2))
          .extracting(EdgeStatus.Uplink::taken)
          .containsExactly(false, false, true);
      assertThat(shown(uplinks, 2).left()).isEqualTo(Duration.ofDays(90));
    }
  }
}
