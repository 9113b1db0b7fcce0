package dev.sluice.target.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.target.Target;
import dev.sluice.target.TargetEngine.Held;
import dev.sluice.target.TargetRecord;
import dev.sluice.target.delivery.DeadLetter;
import dev.sluice.target.delivery.Delivery;
import dev.sluice.target.delivery.DeliveryLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Kafka that is killed or hangs at random times under load, and comes back. {@code
 * -Dsluice.seed=N} replays the choices of a run.
 */
class KafkaOutagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SEED = Long.getLong("sluice.seed", 1);
  private static final int OUTAGES = 4;
  private static final int RECORDS = 1_500;
  private static final int KEYS = 40;
  private static final String TOPIC = "telemetry";

  @TempDir private Path folder;
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final SplittableRandom chance = new SplittableRandom(SEED);
  private KafkaEngine engine;
  private Target target;
  private DeliveryLoop delivery;

  @BeforeEach
  void start() throws Exception {
    Optional<String> missing = KafkaProcess.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    engine = new KafkaEngine(folder);
    engine.start();
    target = engine.open(10_000);
    delivery =
        new DeliveryLoop(
            target,
            letters::add,
            new Delivery.Settings(64, 8, 50_000_000, 500_000_000),
            new DeliveryLoop.Threads(loop, loop),
            System::nanoTime,
            chance.split());
  }

  @AfterEach
  void stop() throws Exception {
    if (engine != null) {
      target.close();
      engine.close();
    }
    loop.shutdownNow();
  }

  private void put(int number) {
    String key = "device-" + number % KEYS;
    var record =
        new TargetRecord(
            "node/1/" + number, key, TOPIC, "t", new byte[100], List.of(), number % 10, number);
    loop.execute(() -> delivery.put(record, done::incrementAndGet));
  }

  private boolean tick() {
    loop.execute(delivery::onTick);
    return true;
  }

  /** Or nothing is left by which it could be noticed. */
  private boolean isNoticed(int put) {
    return tick() && (!delivery.counts().trouble().isEmpty() || done.get() >= put);
  }

  /** Hangs until it was noticed, or is killed and is away for that long or not at all. */
  private String outage(int put) throws Exception {
    if (chance.nextBoolean()) {
      engine.hang();
      await().atMost(PATIENCE).until(() -> isNoticed(put));
      engine.wake();
      return "hung";
    }
    engine.kill();
    if (chance.nextBoolean()) {
      await().atMost(PATIENCE).until(() -> isNoticed(put));
    }
    engine.start();
    return "killed";
  }

  @Test
  void losesNothingAndKeepsTheOrderOfEachKeyOverRandomOutages() throws Exception {
    for (int i = 0; i < OUTAGES; i++) {
      int from = i * RECORDS;
      for (int number = from; number < from + RECORDS; number++) {
        put(number);
      }
      int enough = from + chance.nextInt(RECORDS);
      await().atMost(PATIENCE).until(() -> tick() && done.get() >= enough);
      System.out.printf("seed %d: %s after %d records%n", SEED, outage(from + RECORDS), done.get());
    }
    int all = OUTAGES * RECORDS;
    await().atMost(PATIENCE).until(() -> tick() && done.get() >= all);

    List<Held> held = engine.held(TOPIC);
    Set<Integer> first = new LinkedHashSet<>();
    held.forEach(one -> first.add(Integer.parseInt(one.id().substring("node/1/".length()))));
    assertThat(first).as("seed %d: lost", SEED).hasSize(all);
    assertThat(letters).as("seed %d", SEED).isEmpty();
    for (int key = 0; key < KEYS; key++) {
      int own = key;
      assertThat(first.stream().filter(number -> number % KEYS == own).toList())
          .as("seed %d: order of key %d", SEED, key)
          .isSorted();
    }
    System.out.printf("seed %d: %d records, %d twice%n", SEED, all, held.size() - all);
  }
}
