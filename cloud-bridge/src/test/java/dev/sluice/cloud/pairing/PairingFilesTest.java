package dev.sluice.cloud.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cloud.pairing.Admission.Reply;
import dev.sluice.cloud.pairing.Invitations.Verdict;
import dev.sluice.config.ConfigException;
import dev.sluice.tls.Certificates;
import dev.sluice.tls.OwnKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invitations, who was taken by them, and what of it is on disk. */
class PairingFilesTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofDays(90);

  @TempDir Path place;
  private Instant now = START;
  private PairingFolder folder;
  private Invitations invitations;
  private Roster roster;
  private Admission admission;

  @BeforeEach
  void open() throws Exception {
    folder = PairingFolder.open(place, () -> now);
    invitations = new Invitations(folder);
    roster = new Roster(folder);
    admission = new Admission(folder, invitations, roster, LIFE);
  }

  private static String request() {
    return OwnKey.create(new SecureRandom()).request("somebody");
  }

  private static X509Certificate certificate(Reply reply) {
    return Certificates.parse(((Reply.Certified) reply).certificate());
  }

  private X509Certificate paired(String edgeId) throws Exception {
    return certificate(admission.pair(invitations.invite(edgeId, LIFE), request()));
  }

  @Test
  void aTokenIsGoodOnce() throws Exception {
    String secret = invitations.invite("gw", Duration.ofMinutes(1));

    assertThat(invitations.take(secret).verdict()).isEqualTo(Verdict.GOOD);
    assertThat(invitations.take(secret).verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void ofManyWhoShowTheSameTokenOneIsTaken() throws Exception {
    String secret = invitations.invite("gw", Duration.ofMinutes(1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<Verdict> take = () -> invitations.take(secret).verdict();
      List<Future<Verdict>> taken =
          threads.invokeAll(Stream.generate(() -> take).limit(40).toList());
      int good = 0;
      for (Future<Verdict> one : taken) {
        good += one.get() == Verdict.GOOD ? 1 : 0;
      }
      assertThat(good).isEqualTo(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aTokenExpires() throws Exception {
    String secret = invitations.invite("gw", Duration.ofMinutes(1));
    now = START.plusSeconds(61);

    assertThat(invitations.take(secret).verdict()).isEqualTo(Verdict.EXPIRED);
  }

  @Test
  void inviteAgainAndTheFirstTokenIsNone() throws Exception {
    String first = invitations.invite("gw", Duration.ofMinutes(1));
    String other = invitations.invite("other", Duration.ofMinutes(1));
    invitations.invite("gw", Duration.ofMinutes(1));

    assertThat(invitations.take(first).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(invitations.take(other).verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void theSecretIsNotOnDiskAndEveryFileIsForItsOwnerOnly() throws Exception {
    String secret = invitations.invite("gw", Duration.ofMinutes(1));
    paired("other");
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(file + Files.readString(file)).doesNotContain(secret);
        if (!file.endsWith(".lock")) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-------");
        }
      }
    }
  }

  @Test
  void namesThatWouldOpenTopicsOrFoldersAreRefused() {
    for (String name : List.of("a/b", "..", "#", "+", "", "a b")) {
      assertThatThrownBy(() -> invitations.invite(name, LIFE))
          .as(name)
          .isInstanceOf(ConfigException.class);
      assertThat(roster.admits(name, anyCertificate())).isFalse();
    }
  }

  private X509Certificate anyCertificate() {
    try {
      return paired("any");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFaultyRequestDoesNotUseTheTokenUp() throws Exception {
    String secret = invitations.invite("gw", Duration.ofMinutes(1));

    assertThat(admission.pair(secret, "garbage")).isInstanceOf(Reply.Refused.class);
    assertThat(admission.pair(secret, request())).isInstanceOf(Reply.Certified.class);
  }

  @Test
  void theFirstUseOfTheNextCertificateEndsTheOther() throws Exception {
    X509Certificate first = paired("gw");
    X509Certificate next = certificate(admission.renew(first, request()));

    assertThat(roster.admits("gw", first)).isTrue();
    assertThat(roster.admits("gw", next)).isTrue();
    assertThat(roster.admits("gw", first)).isFalse();
    assertThat(admission.renew(first, request())).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void aRenewalThatWasNeverHeardOfCanBeAskedForAgain() throws Exception {
    X509Certificate first = paired("gw");
    X509Certificate lost = certificate(admission.renew(first, request()));
    X509Certificate next = certificate(admission.renew(first, request()));

    assertThat(roster.admits("gw", next)).isTrue();
    assertThat(roster.admits("gw", lost)).isFalse();
  }

  @Test
  void whoWasRemovedIsNotAdmittedNorRenewed() throws Exception {
    X509Certificate shown = paired("gw");
    assertThat(roster.list()).extracting(Roster.Member::edgeId).containsExactly("gw");

    assertThat(roster.remove("gw")).isTrue();
    assertThat(roster.admits("gw", shown)).isFalse();
    assertThat(admission.renew(shown, request())).isInstanceOf(Reply.Refused.class);
    assertThat(roster.list()).isEmpty();
    assertThat(roster.remove("gw")).isFalse();
  }

  @Test
  void anExpiredCertificateIsNotAdmitted() throws Exception {
    X509Certificate shown = paired("gw");
    now = START.plus(LIFE).plusSeconds(1);

    assertThat(roster.admits("gw", shown)).isFalse();
  }

  @Test
  void theSameAuthorityIsThereAfterARestart() throws Exception {
    assertThat(PairingFolder.open(place, () -> now).fingerprint()).isEqualTo(folder.fingerprint());
  }
}
