package dev.sluice.target.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.EngineCertificate;
import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that listens to TLS only, asks for a certificate, and for a password. */
class RedisSecureIT {
  private static final String PASSWORD = "correct-horse-battery";

  @TempDir private Path folder;
  private RedisEngine engine;
  private EngineCertificate own;
  private Path password;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.isExecutable(RedisEngine.BINARY),
        "there is no " + RedisEngine.BINARY + ": install the package redis-server");
    own = EngineCertificate.make(folder, "engine", "ip:127.0.0.1");
    password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    engine =
        new RedisEngine(
            folder,
            List.of(
                "port 0",
                "tls-port %d",
                "tls-cert-file " + own.certificate(),
                "tls-key-file " + own.key(),
                "tls-ca-cert-file " + own.certificate(),
                "tls-auth-clients yes",
                "requirepass " + PASSWORD));
    engine.start();
  }

  @AfterEach
  void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  private Map<String, String> settings() {
    return new HashMap<>(
        Map.of(
            "port",
            Integer.toString(engine.port()),
            "tls",
            "true",
            "ca-file",
            own.certificate().toString(),
            "certificate-file",
            own.certificate().toString(),
            "key-file",
            own.key().toString(),
            "password-file",
            password.toString()));
  }

  private static Outcome put(Map<String, String> settings) throws Exception {
    var outcome = new CompletableFuture<Outcome>();
    var record = new TargetRecord("a/1", "k", "s", "t", new byte[3], List.of(), 0, 1);
    try (Target target = new RedisKind().open(settings)) {
      target.put(record, outcome::complete);
      return outcome.get(20, TimeUnit.SECONDS);
    }
  }

  private static void assertUnavailable(Outcome outcome, String said) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            away -> assertThat(away.reason()).contains(said).doesNotContain(PASSWORD));
  }

  @Test
  void takesRecordsOfWhoHasCertificateAndPassword() throws Exception {
    assertThat(put(settings())).isEqualTo(new Outcome.Confirmed());
  }

  @Test
  void aWrongPasswordIsAnOutageAndIsNeverSaid() throws Exception {
    Map<String, String> settings = settings();
    settings.put(
        "password-file", Files.writeString(folder.resolve("wrong"), PASSWORD + "!").toString());

    assertUnavailable(put(settings), "WRONGPASS");
  }

  @Test
  void anEngineWhoseCertificateNobodySignedGetsNothing() throws Exception {
    EngineCertificate other = EngineCertificate.make(folder, "other", "ip:127.0.0.1");
    Map<String, String> settings = settings();
    settings.put("ca-file", other.certificate().toString());

    assertUnavailable(put(settings), "");
  }

  @Test
  void anEngineOfAnotherNameGetsNothing() throws Exception {
    Map<String, String> settings = settings();
    settings.put("host", "localhost");

    assertUnavailable(put(settings), "");
  }

  @Test
  void withoutACertificateOfItsOwnTheBridgeIsTurnedAway() throws Exception {
    Map<String, String> settings = settings();
    settings.remove("certificate-file");
    settings.remove("key-file");

    assertUnavailable(put(settings), "");
  }
}
