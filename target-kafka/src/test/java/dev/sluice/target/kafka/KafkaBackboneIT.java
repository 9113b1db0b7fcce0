package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.uplink.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ingress and workers as real processes around a real Kafka. The model is a server that waits,
 * so that what a worker may ask of it at one time is the bottleneck, whatever processors there are.
 *
 * <p>{@code -Dbackbone.requests=2000} for more of them.
 */
class KafkaBackboneIT {
  private static final int REQUESTS = Integer.getInteger("backbone.requests", 400);
  private static final int MODEL_MILLIS = 50;
  private static final Duration WITHIN = Duration.ofMinutes(2);
  private static final String RESULTS = "sluice-results";
  private static final String INGRESS =
      """
      backbone:
        kind: kafka
        settings: {bootstrap-servers: "%s", timeout-ms: 3000}
      inference: {models: [%s]}
      """;
  private static final String WORKER =
      """
      backbone:
        kind: kafka
        role: worker
        taken: 16
        settings: {bootstrap-servers: "%s", timeout-ms: 3000}
      inference:
        servers:
          - name: slow
            url: http://127.0.0.1:%d
            concurrency: 2
            models: [{manifest: %s, name: slow}]
      """;

  /** Kept when something fails, with the logs of all processes. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<BridgeProcess> bridges = new ArrayList<>();
  private KafkaEngine kafka;
  private SlowModelServer model;
  private BridgeProcess ingress;
  private AskingEdge edge;

  @BeforeEach
  void start() throws Exception {
    Optional<String> missing = KafkaProcess.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    kafka = new KafkaEngine(Files.createDirectories(folder.resolve("kafka")));
    kafka.start();
    model = new SlowModelServer(MODEL_MILLIS);
    ingress = begun("ingress", INGRESS.formatted(kafka.clear(), manifest()), "--port", "0");
    edge = new AskingEdge(ingress.port("mqtt"));
  }

  @AfterEach
  void stop() throws Exception {
    if (edge != null) {
      edge.close();
    }
    bridges.forEach(BridgeProcess::close);
    if (model != null) {
      model.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }

  private static Path manifest() {
    return Path.of(
        System.getProperty("sluice.root"), "config", "models", AskingEdge.MODEL + ".model.yaml");
  }

  private BridgeProcess begun(String name, String yaml, String... options) throws Exception {
    var bridge = new BridgeProcess(folder.resolve(name), yaml, options);
    bridges.add(bridge);
    bridge.start();
    await().atMost(WITHIN).until(bridge::isReady);
    return bridge;
  }

  private BridgeProcess worker(String name) throws Exception {
    return begun(name, WORKER.formatted(kafka.clear(), model.port(), manifest()));
  }

  private void awaitAnswers(int count) {
    await().atMost(WITHIN).until(() -> new HashSet<>(edge.answered()).size() >= count);
  }

  private void assertThatEachIsAnsweredOnce(int count) {
    assertThat(edge.answered())
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
    assertThat(edge.answers()).allMatch(answer -> answer.status() == Envelope.Status.OK);
  }

  @Test
  void aResultIsARecordThatAnybodyReads() throws Exception {
    BridgeProcess worker = worker("worker");
    edge.ask(1);
    awaitAnswers(1);

    assertThat(worker.ready()).startsWith("ready worker=sluice-workers admin=");
    assertThat(edge.answers().get(0).label()).isEqualTo("anomaly");
    ConsumerRecord<String, String> result = kafka.texts(RESULTS).get(0);
    assertThat(result.key()).isEqualTo("gw");
    assertThat(result.value())
        .startsWith(
            "{\"edge\":\"gw\",\"epoch\":\"7\",\"request\":\"1\",\"model\":\"vibration-light\","
                + "\"model-version\":\"7\",\"label\":\"anomaly\",\"score\":0.9,")
        .endsWith(",\"detail\":\"\",\"status\":\"ok\"}");
    assertThat(header(result, "x-status")).isEqualTo("ok");
    assertThat(header(result, "x-model")).isEqualTo("vibration-light");
    assertThat(header(result, "x-request")).isEqualTo("1");
    assertThat(Float.parseFloat(header(result, "x-confidence"))).isBetween(0f, 1f);
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    Header header = record.headers().lastHeader(name);
    return new String(header.value(), UTF_8);
  }

  @Test
  void nothingIsLostOrAnsweredTwiceWhenAWorkerIsKilledUnderLoad() throws Exception {
    BridgeProcess killed = worker("worker-1");
    worker("worker-2");
    edge.askAll(0, REQUESTS);
    awaitAnswers(REQUESTS / 4);
    killed.kill();
    awaitAnswers(REQUESTS);

    // Whatever was still on its way has come when something later has.
    edge.ask(REQUESTS);
    awaitAnswers(REQUESTS + 1);
    assertThatEachIsAnsweredOnce(REQUESTS + 1);
    System.out.printf(
        "a worker of two killed under load: %d requests, lost 0, answered twice 0, run twice %d%n",
        REQUESTS, model.asked() - REQUESTS - 1);
  }

  @Test
  void twoWorkersBesideOne() throws Exception {
    worker("worker-1");
    perSecond(0);
    double one = perSecond(REQUESTS);
    worker("worker-2");
    // The first ones meet a group that is still sharing out partitions.
    perSecond(2 * REQUESTS);
    double two = perSecond(3 * REQUESTS);

    assertThatEachIsAnsweredOnce(4 * REQUESTS);
    System.out.printf(
        "workers whose model is the bottleneck: one %.0f/s, two %.0f/s, ratio %.2f%n",
        one, two, two / one);
  }

  /** Asks many at once, and says how many were answered in a second. */
  private double perSecond(int first) throws Exception {
    edge.askAll(first, REQUESTS);
    long begun = System.nanoTime();
    int before = edge.answered().size();
    awaitAnswers(first + REQUESTS);
    return (first + REQUESTS - before) * 1e9 / (System.nanoTime() - begun);
  }

  @Test
  void kafkaMayBeKilledAndReturn() throws Exception {
    worker("worker");
    edge.askAll(0, 100);
    awaitAnswers(20);
    kafka.kill();
    edge.askAll(100, 50);
    await().atMost(WITHIN).until(() -> !ingress.isReady());
    assertThat(ingress.get("/health/ready").body()).startsWith("the backbone is not reached: ");
    edge.ask(1_000, 300);
    await().atMost(WITHIN).until(() -> edge.answered().contains(1_000L));
    Envelope.Answer late = edge.answers().get(edge.answered().indexOf(1_000L));
    assertThat(late.status()).isEqualTo(Envelope.Status.EXPIRED);
    assertThat(late.detail()).contains("no worker answered in time; the backbone: ");

    kafka.start();
    edge.askAll(150, 50);
    awaitAnswers(201);
    assertThat(edge.answered()).doesNotHaveDuplicates().hasSize(201);
    assertThat(edge.answers())
        .filteredOn(answer -> answer.requestId() < 200)
        .allMatch(answer -> answer.status() == Envelope.Status.OK);
  }

  @Test
  void theDoctorKnowsWhetherKafkaIsThere() throws Exception {
    String yaml = INGRESS.formatted(kafka.clear(), manifest());
    Doctor there = Doctor.examines(folder, yaml);
    assertThat(there.code()).as(there.said()).isZero();
    assertThat(there.said()).contains("backbone     ok       kafka: it answers");
    kafka.kill();
    Doctor away = Doctor.examines(folder, yaml);
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.said()).contains("backbone     warning  kafka: no answer from");
  }

  @Test
  void anIngressThatWasKilledAnswersWhatIsAskedAgain() throws Exception {
    worker("worker");
    edge.askAll(0, 50);
    awaitAnswers(5);
    int port = ingress.port("mqtt");
    ingress.kill();
    await().atMost(WITHIN).until(() -> !edge.isConnected());
    List<Long> before = edge.answered();
    begun("ingress-again", INGRESS.formatted(kafka.clear(), manifest()), "--port", "" + port);
    edge.connect();
    for (long id = 0; id < 50; id++) {
      if (!before.contains(id)) {
        edge.ask(id);
      }
    }
    awaitAnswers(50);
    assertThatEachIsAnsweredOnce(50);
  }

  @Test
  void whatIsTooLateIsNotRun() throws Exception {
    edge.ask(0, 200);
    awaitAnswers(1);
    assertThat(edge.answers().get(0).status()).isEqualTo(Envelope.Status.EXPIRED);
    await().atMost(WITHIN).until(() -> kafka.texts("sluice-requests").size() == 1);
    assertThat(kafka.partitions("sluice-requests")).as("made by the ingress").isEqualTo(12);
    long taken = kafka.texts("sluice-requests").get(0).timestamp();
    await().atMost(WITHIN).until(() -> System.currentTimeMillis() - taken > 1_000);

    worker("worker");
    edge.ask(1);
    awaitAnswers(2);
    await().atMost(WITHIN).until(() -> kafka.texts(RESULTS).size() == 2);
    assertThat(model.asked()).isEqualTo(1);
    assertThat(kafka.texts(RESULTS)).extracting(one -> header(one, "x-status")).contains("expired");
  }
}
