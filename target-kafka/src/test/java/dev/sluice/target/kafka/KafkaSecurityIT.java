package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Kafka that asks for a certificate and a password. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaSecurityIT {
  private static final String PASSWORD = "q\"uo\\te";
  private static final String LOGIN = "org.apache.kafka.common.security.";

  private Path folder;
  private KafkaEngine engine;
  private TestIdentity server;
  private TestIdentity bridge;
  private TestIdentity stranger;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Optional<String> missing = KafkaProcess.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    server = TestIdentity.make(folder, "server");
    bridge = TestIdentity.make(folder, "bridge");
    stranger = TestIdentity.make(folder, "stranger");
    engine = new KafkaEngine(folder, listener());
    engine.start();
    engine.addUser("bridge", PASSWORD);
  }

  @AfterAll
  void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  private Map<String, String> listener() throws Exception {
    Map<String, String> said = new HashMap<>();
    said.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
    said.put(
        "plain.sasl.jaas.config",
        LOGIN + "plain.PlainLoginModule required user_bridge=\"q\\\"uo\\\\te\";");
    said.put("scram-sha-256.sasl.jaas.config", LOGIN + "scram.ScramLoginModule required;");
    said.put("ssl.client.auth", "required");
    said.put("ssl.keystore.type", "PKCS12");
    said.put("ssl.keystore.location", server.store().toString());
    said.put("ssl.keystore.password", TestIdentity.PASSWORD);
    said.put("ssl.key.password", TestIdentity.PASSWORD);
    said.put("ssl.truststore.type", "PKCS12");
    said.put("ssl.truststore.location", bridge.trusted().toString());
    said.put("ssl.truststore.password", TestIdentity.PASSWORD);
    Map<String, String> prefixed = new HashMap<>();
    said.forEach((name, value) -> prefixed.put(KafkaProcess.SECURED + name, value));
    return prefixed;
  }

  private Map<String, String> settings(String sasl, String password) throws Exception {
    Path secret = Files.writeString(folder.resolve("password"), password + "\n");
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap-servers", engine.secured());
    settings.put("timeout-ms", "8000");
    settings.put("tls", "true");
    settings.put("ca-file", server.certificate().toString());
    settings.put("certificate-file", bridge.certificate().toString());
    settings.put("key-file", bridge.key().toString());
    settings.put("sasl", sasl);
    settings.put("user", "bridge");
    settings.put("password-file", secret.toString());
    return settings;
  }

  private static Outcome outcome(Map<String, String> settings) throws Exception {
    var record = new TargetRecord("n/1/1", "k", "secured", "t", new byte[5], List.of(), 0, 1);
    var outcome = new CompletableFuture<Outcome>();
    try (Target target = new KafkaKind().open(settings)) {
      target.put(record, outcome::complete);
      return outcome.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void takesRecordsFromOneWhoHasCertificateAndPassword() throws Exception {
    assertThat(outcome(settings("plain", PASSWORD))).isEqualTo(new Outcome.Confirmed());
    assertThat(outcome(settings("scram-sha-256", PASSWORD))).isEqualTo(new Outcome.Confirmed());
  }

  @Test
  void aWrongPasswordIsAnOutageThatSaysSoAndNoFaultOfTheRecord() throws Exception {
    Outcome outcome = outcome(settings("scram-sha-256", "guessed"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            away -> assertThat(away.reason()).contains("uthentication").doesNotContain("guessed"));
  }

  @Test
  void isNotSatisfiedWithAForeignServer() throws Exception {
    Map<String, String> settings = settings("plain", PASSWORD);
    settings.put("ca-file", stranger.certificate().toString());

    assertThat(outcome(settings)).isInstanceOf(Outcome.Unavailable.class);
  }

  @Test
  void aForeignCertificateGetsNothing() throws Exception {
    Map<String, String> settings = settings("plain", PASSWORD);
    settings.put("certificate-file", stranger.certificate().toString());
    settings.put("key-file", stranger.key().toString());

    assertThat(outcome(settings)).isInstanceOf(Outcome.Unavailable.class);
  }
}
