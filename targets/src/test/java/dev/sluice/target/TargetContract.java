package dev.sluice.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.target.TargetEngine.Held;
import dev.sluice.target.delivery.DeadLetter;
import dev.sluice.target.delivery.Delivery;
import dev.sluice.target.delivery.DeliveryLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every target has to do with its real engine; the module of each extends it. */
public abstract class TargetContract {
  private static final long RECORD_BYTES_MAX = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STREAM = "telemetry";
  private static final int KEYS = 5;

  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final List<DeadLetter> letters = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger done = new AtomicInteger();
  private TargetEngine engine;
  private Target target;
  private DeliveryLoop delivery;

  /** Not started; the test is skipped with a reason where there is no such engine. */
  protected abstract TargetEngine engine() throws Exception;

  @BeforeEach
  void open() throws Exception {
    engine = engine();
    target = engine.open(RECORD_BYTES_MAX);
    delivery =
        new DeliveryLoop(
            target,
            letters::add,
            new Delivery.Settings(32, 3, 20_000_000, 200_000_000),
            new DeliveryLoop.Threads(loop, disk),
            System::nanoTime,
            new SplittableRandom(7));
  }

  @AfterEach
  void close() throws Exception {
    if (engine != null) {
      target.close();
      engine.close();
    }
    loop.shutdownNow();
    disk.shutdownNow();
    loop.awaitTermination(10, TimeUnit.SECONDS);
  }

  private void put(String stream, int number, int payloadBytes) {
    String key = "device-" + number % KEYS;
    var headers = List.of(new TargetRecord.Header("unit", "°C"));
    var record =
        new TargetRecord(
            "node/1/" + number,
            key,
            stream,
            "t/" + key,
            new byte[payloadBytes],
            headers,
            number % 10,
            number);
    loop.execute(() -> delivery.put(record, done::incrementAndGet));
  }

  private void putAll(int from, int to) {
    for (int i = from; i < to; i++) {
      put(STREAM, i, 10);
    }
  }

  private void awaitDone(int records) {
    await().atMost(PATIENCE).until(() -> tick() && done.get() >= records);
  }

  private boolean tick() {
    loop.execute(delivery::onTick);
    return true;
  }

  private static int number(Held held) {
    return Integer.parseInt(held.id().substring(held.id().lastIndexOf('/') + 1));
  }

  /** Every one is there, and of each key those that came first are in order. */
  private void assertAllInOrder(int records) throws Exception {
    List<Held> held = engine.held(STREAM);
    var first = new LinkedHashSet<Integer>();
    held.forEach(one -> first.add(number(one)));
    assertThat(first).as("lost").hasSize(records);
    for (int key = 0; key < KEYS; key++) {
      int own = key;
      assertThat(first.stream().filter(number -> number % KEYS == own).toList())
          .as("key %d", key)
          .isSorted();
    }
    System.out.printf(
        "%s: %d records, %d repetitions%n",
        getClass().getSimpleName(), records, held.size() - records);
  }

  @Test
  void deliversEveryRecordOnceInTheOrderOfItsKey() throws Exception {
    engine.start();
    putAll(0, 1_000);
    awaitDone(1_000);

    assertAllInOrder(1_000);
    assertThat(engine.held(STREAM)).as("no outage, no repetition").hasSize(1_000);
    assertThat(engine.held(STREAM).get(0).key()).startsWith("device-");
    assertThat(letters).isEmpty();
  }

  @Test
  void takesTheLargestRecordAndKeepsOneOfAByteMoreAsADeadLetter() throws Exception {
    engine.start();
    int overhead =
        "node/1/0".length() + "device-0".length() * 2 + "t/".length() + "unit°C".length() + 1;
    int largest = (int) RECORD_BYTES_MAX - overhead;
    put(STREAM, 0, largest);
    put(STREAM, 1, largest + 1);
    awaitDone(2);

    assertThat(engine.held(STREAM)).hasSize(1);
    assertThat(engine.held(STREAM).get(0).payload()).hasSize(largest);
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).reason()).isEqualTo("20001 bytes, of 20000 at most");
  }

  @Test
  void waitsForAnEngineThatIsNotThereYet() throws Exception {
    putAll(0, 50);
    await().atMost(PATIENCE).until(() -> tick() && delivery.counts().unavailableTotal() > 3);
    assertThat(done).hasValue(0);

    engine.start();
    awaitDone(50);

    assertAllInOrder(50);
    assertThat(letters).isEmpty();
  }

  @Test
  void losesNothingConfirmedOrWaitingWhenTheEngineIsKilledAndReturns() throws Exception {
    engine.start();
    putAll(0, 3_000);
    await().atMost(PATIENCE).until(() -> done.get() >= 100);
    engine.kill();
    int before = done.get();
    putAll(3_000, 3_200);
    await().atMost(PATIENCE).until(() -> tick() && !delivery.counts().trouble().isEmpty());
    assertThat(before).as("killed under load").isLessThan(3_000);

    engine.start();
    awaitDone(3_200);

    assertAllInOrder(3_200);
    assertThat(letters).isEmpty();
    // At least once: what was under way when it was killed may be there twice, and no more.
    assertThat(engine.held(STREAM)).hasSizeBetween(3_200, 3_200 + 32 * 2);
  }

  @Test
  void aRecordThatIsNeverTakenHoldsUpNobodyElse() throws Exception {
    engine.start();
    engine.poison("poisoned");
    putAll(0, 20);
    put("poisoned", 20, 10);
    putAll(21, 40);
    awaitDone(40);

    assertThat(engine.held(STREAM)).hasSize(39);
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).record().id()).isEqualTo("node/1/20");
    assertThat(letters.get(0).reason()).isNotBlank();
  }
}
