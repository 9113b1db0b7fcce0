package dev.sluice.target.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.EngineCertificate;
import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetEngine.Held;
import dev.sluice.target.TargetRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues of all kinds, and TLS, with one RabbitMQ for all tests. */
class RabbitQueuesIT {
  @TempDir private static Path folder;
  private static RabbitEngine engine;
  private static EngineCertificate own;
  private static int tlsPort;

  @BeforeAll
  static void start() throws Exception {
    RabbitTargetIT.assumeInstalled();
    own = EngineCertificate.make(folder, "engine", "ip:127.0.0.1");
    tlsPort = RabbitEngine.freePort();
    engine =
        new RabbitEngine(
            folder,
            List.of(
                "listeners.tcp.default = 127.0.0.1:%d",
                "listeners.ssl.default = 127.0.0.1:" + tlsPort,
                "ssl_options.cacertfile = " + own.certificate(),
                "ssl_options.certfile = " + own.certificate(),
                "ssl_options.keyfile = " + own.key(),
                "ssl_options.verify = verify_peer",
                "ssl_options.fail_if_no_peer_cert = true"));
    engine.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  private static Outcome put(Map<String, String> settings, TargetRecord record) throws Exception {
    try (Target target = engine.open(settings)) {
      return put(target, record);
    }
  }

  private static Outcome put(Target target, TargetRecord record) throws Exception {
    var outcome = new CompletableFuture<Outcome>();
    target.put(record, outcome::complete);
    return outcome.get(60, TimeUnit.SECONDS);
  }

  private static TargetRecord record(String queue, int number, int priority) {
    return new TargetRecord(
        "gw/normal/" + number, "k", queue, "t", new byte[3], List.of(), priority, number);
  }

  @Test
  void aRecordWithoutAQueueIsReturnedAndSoRefused() throws Exception {
    Outcome outcome = put(Map.of("queues", "none"), record("nowhere", 1, 0));

    assertThat(outcome).isEqualTo(new Outcome.Refused("312 NO_ROUTE: no queue for 'nowhere'"));
  }

  @Test
  void aQueueThatIsFullRejects() throws Exception {
    engine.poison("full");

    assertThat(put(Map.of("queues", "none"), record("full", 1, 0)))
        .isInstanceOf(Outcome.Rejected.class);
  }

  @Test
  void anExchangeThatIsNotThereIsAnOutageThatSaysSo() throws Exception {
    assertThat(put(Map.of("exchange", "plant"), record("a", 1, 0)))
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            away -> assertThat(away.reason()).contains("no exchange 'plant'"));
  }

  @Test
  void aQueueOfPrioritiesGivesUrgentMessagesFirst() throws Exception {
    try (Target target = engine.open(Map.of("queues", "priority"))) {
      for (int number = 1; number <= 4; number++) {
        assertThat(put(target, record("urgent", number, number == 3 ? 9 : number == 4 ? 5 : 0)))
            .isEqualTo(new Outcome.Confirmed());
      }
    }
    assertThat(engine.held("urgent"))
        .extracting(Held::id)
        .containsExactly("gw/normal/3", "gw/normal/4", "gw/normal/1", "gw/normal/2");
  }

  @Test
  void aQuorumQueueConfirms() throws Exception {
    assertThat(put(Map.of("queues", "quorum"), record("several", 1, 0)))
        .isEqualTo(new Outcome.Confirmed());
    assertThat(engine.held("several")).hasSize(1);
  }

  @Test
  void aWrongPasswordIsAnOutageAndIsNeverSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("wrong"), "correct-horse");

    assertThat(put(Map.of("password-file", file.toString()), record("a", 1, 0)))
        .isInstanceOfSatisfying(
            Outcome.Unavailable.class,
            away -> assertThat(away.reason()).contains("ACCESS_REFUSED").doesNotContain("correct"));
  }

  private static Map<String, String> secure() {
    return new HashMap<>(
        Map.of(
            "port", Integer.toString(tlsPort),
            "tls", "true",
            "ca-file", own.certificate().toString(),
            "certificate-file", own.certificate().toString(),
            "key-file", own.key().toString()));
  }

  @Test
  void takesRecordsByTlsOfWhoHasACertificate() throws Exception {
    assertThat(put(secure(), record("by-tls", 1, 0))).isEqualTo(new Outcome.Confirmed());
  }

  @Test
  void anEngineOfAnotherNameOrWithoutASignatureGetsNothing() throws Exception {
    Map<String, String> otherName = secure();
    otherName.put("host", "localhost");
    Map<String, String> otherAuthority = secure();
    otherAuthority.put(
        "ca-file",
        EngineCertificate.make(folder, "other", "ip:127.0.0.1").certificate().toString());

    assertThat(put(otherName, record("a", 1, 0))).isInstanceOf(Outcome.Unavailable.class);
    assertThat(put(otherAuthority, record("a", 1, 0))).isInstanceOf(Outcome.Unavailable.class);
  }
}
