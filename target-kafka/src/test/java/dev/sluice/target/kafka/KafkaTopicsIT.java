package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.Outcome;
import dev.sluice.target.Target;
import dev.sluice.target.TargetRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Kafka that makes no topic by itself. */
class KafkaTopicsIT {
  @TempDir private Path folder;
  private KafkaEngine engine;
  private Target target;

  @BeforeEach
  void start() throws Exception {
    Optional<String> missing = KafkaProcess.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    engine = new KafkaEngine(folder, Map.of("auto.create.topics.enable", "false"));
    engine.start();
    engine.create("there", Map.of());
    target = engine.open(10_000);
  }

  @AfterEach
  void stop() throws Exception {
    if (engine != null) {
      target.close();
      engine.close();
    }
  }

  private CompletableFuture<Outcome> put(String topic) {
    var outcome = new CompletableFuture<Outcome>();
    target.put(
        new TargetRecord("n/1/1", "k", topic, "t", new byte[5], List.of(), 0, 1),
        outcome::complete);
    return outcome;
  }

  @Test
  void aTopicThatDoesNotExistIsRejectedAndHoldsUpNoOther() throws Exception {
    assertThat(put("there").get(20, TimeUnit.SECONDS)).isEqualTo(new Outcome.Confirmed());
    CompletableFuture<Outcome> missing = put("missing");
    CompletableFuture<Outcome> there = put("there");

    assertThat(there.get(20, TimeUnit.SECONDS)).isEqualTo(new Outcome.Confirmed());
    assertThat(missing).as("it still waits").isNotDone();
    assertThat(missing.get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class, no -> assertThat(no.reason()).contains("missing"));
  }

  @Test
  void takesTheRecordOnceSomebodyMakesTheTopic() throws Exception {
    assertThat(put("later").get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Rejected.class);

    engine.create("later", Map.of());

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> put("later").get(20, TimeUnit.SECONDS).equals(new Outcome.Confirmed()));
  }
}
