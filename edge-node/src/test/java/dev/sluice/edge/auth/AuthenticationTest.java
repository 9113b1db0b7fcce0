package dev.sluice.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.broker.Identity;
import dev.sluice.broker.Rights;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private AccessControl access;
  private Authentication authentication;
  private long nowNanos;

  @BeforeEach
  void start() throws Exception {
    write("pump", "right");
    access = AccessControl.open(Optional.of(folder.resolve("users")), Optional.empty());
    authentication = authentication(20, 10);
  }

  private Authentication authentication(int waiting, int failures) {
    return new Authentication(
        new Authentication.Settings(1, waiting, failures),
        access,
        Optional.empty(),
        Optional.empty(),
        () -> nowNanos);
  }

  @AfterEach
  void stop() {
    authentication.close();
  }

  private void write(String name, String password) throws Exception {
    PasswordHash hash =
        PasswordHash.of(password.getBytes(StandardCharsets.UTF_8), SALT, PasswordHash.Cost.RANDOM);
    User user = new User(name, Set.of("device"), Optional.of(hash));
    Files.writeString(folder.resolve("users"), Users.line(user) + "\nfan:device:!\n");
  }

  private static Proof proof(String address, boolean anonymous, String user, String password)
      throws Exception {
    return new Proof(
        InetAddress.getByName(address),
        false,
        anonymous,
        Optional.of(user).filter(name -> !name.isEmpty()),
        Optional.of(password)
            .filter(text -> !text.isEmpty())
            .map(text -> text.getBytes(StandardCharsets.UTF_8)),
        Optional.empty());
  }

  private Verdict check(Proof proof) {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    authentication.check(proof, verdict::complete);
    return verdict.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Verdict refused(Refusal why) {
    return new Verdict.Refused(why);
  }

  private Identity admitted() throws Exception {
    return ((Verdict.Accepted) check(proof("10.0.0.1", false, "pump", "right"))).identity();
  }

  @Test
  void takesTheRightPasswordAndNoOther() throws Exception {
    assertThat(admitted().user()).isEqualTo("pump");
    assertThat(check(proof("10.0.0.1", false, "pump", "wrong")))
        .isEqualTo(refused(Refusal.WRONG_PASSWORD));
    assertThat(check(proof("10.0.0.1", false, "pump", "")))
        .isEqualTo(refused(Refusal.WRONG_PASSWORD));
    assertThat(check(proof("10.0.0.1", false, "nobody", "right")))
        .isEqualTo(refused(Refusal.UNKNOWN_USER));
    assertThat(check(proof("10.0.0.1", false, "fan", "!")))
        .isEqualTo(refused(Refusal.WRONG_PASSWORD));
    assertThat(authentication.refusals())
        .containsEntry(Refusal.WRONG_PASSWORD, 3L)
        .containsEntry(Refusal.UNKNOWN_USER, 1L);
  }

  @Test
  void aPasswordThatWasRightOnceIsForgottenWhenItChanges() throws Exception {
    admitted();
    write("pump", "new");
    access.reload();
    assertThat(check(proof("10.0.0.1", false, "pump", "right")))
        .isEqualTo(refused(Refusal.WRONG_PASSWORD));
    assertThat(check(proof("10.0.0.1", false, "pump", "new"))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void whoeverWasAdmittedWithAPasswordThatChangedMayNotStay() throws Exception {
    Identity before = admitted();
    ClientId client = new ClientId("c");
    assertThat(access.refusal(client, before)).isEmpty();
    write("pump", "new");
    access.reload();
    assertThat(access.refusal(client, before)).contains(ReasonCode.NOT_AUTHORIZED);
    assertThat(access.rightsOf(client, before)).isSameAs(Rights.ALL);
    write("another", "new");
    access.reload();
    assertThat(access.refusal(client, before)).contains(ReasonCode.NOT_AUTHORIZED);
    assertThat(access.rightsOf(client, before)).isSameAs(Rights.NONE);
  }

  @Test
  void aFaultyFileChangesNothing() throws Exception {
    Identity before = admitted();
    Files.writeString(folder.resolve("users"), "rubbish\n");
    org.assertj.core.api.Assertions.assertThatThrownBy(access::reload)
        .hasMessageStartingWith("users:1: ");
    assertThat(access.refusal(new ClientId("c"), before)).isEmpty();
    assertThat(admitted()).isEqualTo(before);
  }

  @Test
  void nobodyInParticularIsTakenWhereThatIsAllowed() throws Exception {
    assertThat(check(proof("10.0.0.1", true, "", ""))).isInstanceOf(Verdict.Accepted.class);
    assertThat(check(proof("10.0.0.1", false, "", ""))).isEqualTo(refused(Refusal.ANONYMOUS));
    // Whoever says a name has to prove it.
    assertThat(check(proof("10.0.0.1", true, "pump", "wrong")))
        .isEqualTo(refused(Refusal.WRONG_PASSWORD));
  }

  @Test
  void anAddressThatFailsTooOftenIsNotListenedToForAWhile() throws Exception {
    for (int i = 0; i < 10; i++) {
      check(proof("10.0.0.1", false, "pump", "guess" + i));
    }
    assertThat(check(proof("10.0.0.1", false, "pump", "right")))
        .isEqualTo(refused(Refusal.TOO_MANY_FAILURES));
    assertThat(check(proof("10.0.0.2", false, "pump", "right")))
        .isInstanceOf(Verdict.Accepted.class);
    nowNanos += Duration.ofMinutes(1).toNanos();
    assertThat(check(proof("10.0.0.1", false, "pump", "right")))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void moreProofsThanMayWaitAreRefusedAtOnce() throws Exception {
    authentication.close();
    authentication = authentication(1, 1000);
    CountDownLatch hold = new CountDownLatch(1);
    CompletableFuture<Verdict> second = new CompletableFuture<>();
    CountDownLatch started = new CountDownLatch(1);
    authentication.check(
        proof("10.0.0.1", false, "pump", "right"),
        verdict -> {
          started.countDown();
          try {
            hold.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    authentication.check(proof("10.0.0.1", false, "pump", "right"), second::complete);
    assertThat(check(proof("10.0.0.1", false, "pump", "right"))).isEqualTo(refused(Refusal.BUSY));
    hold.countDown();
    assertThat(second.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void secretsAreInNoToString() throws Exception {
    assertThat(proof("10.0.0.1", false, "pump", "hunter2").toString()).doesNotContain("hunter2");
  }

  @Test
  void strangersCannotForgeLinesOfTheLog() {
    assertThat(LogText.of("a\nauth=accepted user=root")).isEqualTo("a?auth?accepted?user?root");
    assertThat(LogText.of("x".repeat(100))).hasSize(67);
  }
}
