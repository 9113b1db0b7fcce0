package dev.sluice.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.target.delivery.Delivery;
import dev.sluice.target.delivery.DeliveryLoop;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Prints how many records of 200 bytes a second a target takes, by the number of their keys. */
public abstract class TargetPace {
  private static final List<Integer> KEYS = List.of(1, 16, 256);
  private static final int WINDOW_MAX = 256;
  private static final int RECORDS_PER_KEY = 500;
  private static final int RECORDS_MAX = 20_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ExecutorService loop = Executors.newSingleThreadExecutor();

  /** Not started; the test is skipped with a reason where there is no such engine. */
  protected abstract TargetEngine engine() throws Exception;

  @Test
  void takesEveryRecordAndSaysHowFast() throws Exception {
    TargetEngine engine = engine();
    try {
      engine.start();
      put(engine, "warm", WINDOW_MAX);
      for (int keys : KEYS) {
        double seconds = put(engine, "keys-" + keys, keys);
        int records = records(keys);
        assertThat(engine.held("keys-" + keys)).hasSize(records);
        System.out.printf(
            "%s: %d keys, %.0f records/s%n", getClass().getSimpleName(), keys, records / seconds);
      }
    } finally {
      engine.close();
      loop.shutdownNow();
    }
  }

  private static int records(int keys) {
    return Math.min(RECORDS_MAX, keys * RECORDS_PER_KEY);
  }

  /** Seconds for all of them. */
  private double put(TargetEngine engine, String stream, int keys) {
    var done = new AtomicInteger();
    try (Target target = engine.open(10_000)) {
      var settings = new Delivery.Settings(WINDOW_MAX, 8, 20_000_000, 200_000_000);
      var threads = new DeliveryLoop.Threads(loop, loop);
      var delivery =
          new DeliveryLoop(
              target, letter -> {}, settings, threads, System::nanoTime, new SplittableRandom(1));
      long begin = System.nanoTime();
      for (int i = 0; i < records(keys); i++) {
        TargetRecord record = record(stream, i, keys);
        loop.execute(() -> delivery.put(record, done::incrementAndGet));
      }
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> tick(delivery) && done.get() == records(keys));
      return (double) (System.nanoTime() - begin) / 1e9;
    }
  }

  private boolean tick(DeliveryLoop delivery) {
    loop.execute(delivery::onTick);
    return true;
  }

  private static TargetRecord record(String stream, int number, int keys) {
    return new TargetRecord(
        "node/1/" + number,
        "device-" + number % keys,
        stream,
        "t",
        new byte[200],
        List.of(),
        0,
        number);
  }
}
