package dev.sluice.edge.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigException;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Validity;
import dev.sluice.tls.CertificateRequest;
import dev.sluice.tls.LinkIdentity;
import dev.sluice.tls.OwnKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of hours, and what is asked of the bridge in them. */
class LinkRenewalTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofDays(90);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Authority authority =
      Authority.create("Bridge", new Validity(START, START.plus(Duration.ofDays(3650))), RANDOM);
  private final List<Instant> asked = new ArrayList<>();
  private final List<LinkIdentity> renewed = new ArrayList<>();
  private Instant now = START;
  private boolean away;
  private String certified = "gw";

  @TempDir Path folder;
  private Path file;
  private LinkRenewal renewal;

  @BeforeEach
  void pair() throws Exception {
    file = folder.resolve("uplink.pem");
    Path ca = folder.resolve("ca.crt");
    Files.writeString(ca, authority.own().certificate());
    OwnKey key = OwnKey.create(RANDOM);
    Files.writeString(file, key.with(certificate(key)));
    renewal = new LinkRenewal(file, ca, LinkIdentity.load(file, ca), this::answer, renewed::add);
  }

  private String certificate(OwnKey key) {
    CertificateRequest request = CertificateRequest.read(key.request("x")).orElseThrow();
    return authority.edge(certified, request, new Validity(now, now.plus(LIFE)));
  }

  private Certified answer(LinkIdentity identity, OwnKey key) throws ConfigException {
    asked.add(now);
    if (away) {
      throw new ConfigException("nobody answers");
    }
    return new Certified(certified, certificate(key), authority.own().certificate(), "h", 1);
  }

  private void pass(Duration time) throws Exception {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      now = now.plus(Duration.ofMinutes(20));
      renewal.onTime(now, START);
    }
  }

  @Test
  void asksAfterTwoThirdsAndNotBefore() throws Exception {
    pass(Duration.ofDays(60).minusMinutes(20));
    assertThat(asked).isEmpty();

    pass(Duration.ofMinutes(20));
    assertThat(asked).containsExactly(START.plus(Duration.ofDays(60)));
    assertThat(renewed.get(0).term().until()).isEqualTo(now.plus(LIFE));
  }

  @Test
  void aYearTakesSixCertificatesAndEachIsOnDiskForItsOwnerOnly() throws Exception {
    pass(Duration.ofDays(365));

    assertThat(renewed).hasSize(6);
    assertThat(LinkIdentity.load(file, folder.resolve("ca.crt")).term())
        .isEqualTo(renewed.get(5).term());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("uplink.pem", "ca.crt");
  }

  @Test
  void aBridgeThatIsAwayIsAskedOnceAnHourUntilItIsBack() throws Exception {
    away = true;
    pass(Duration.ofDays(61));
    assertThat(asked).hasSizeBetween(23, 25);
    assertThat(renewed).isEmpty();

    away = false;
    pass(Duration.ofHours(1));
    assertThat(renewed).hasSize(1);
  }

  @Test
  void aCertificateForAnotherIsNotTaken() throws Exception {
    byte[] before = Files.readAllBytes(file);
    certified = "other";
    pass(Duration.ofDays(60));

    assertThat(asked).isNotEmpty();
    assertThat(renewed).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void aClockThatIsWrongOrTooLateAsksForNothing() throws Exception {
    now = Instant.EPOCH;
    renewal.onTime(now, START);
    now = START.plus(LIFE).plusSeconds(1);
    renewal.onTime(now, START);

    assertThat(asked).isEmpty();
  }
}
