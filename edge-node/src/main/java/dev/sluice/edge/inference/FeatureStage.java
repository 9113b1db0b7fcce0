package dev.sluice.edge.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Turns;
import dev.sluice.inference.DeviceWindow;
import dev.sluice.inference.MalformedPayloadException;
import dev.sluice.inference.Reading;
import dev.sluice.policy.RouteGuards.Verdict;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the guards, decodes payloads and joins them to their device's window, once and in arrival
 * order: one thread, which owns the windows. Its queue is bounded by the core, which counts what it
 * has handed over.
 */
public final class FeatureStage implements AutoCloseable {
  /** A device that was silent for so long starts a new window. */
  private static final Logger LOG = LoggerFactory.getLogger(FeatureStage.class);

  private static final String UNEXPECTED = "cannot be decoded here";
  private static final Duration FORGET_AFTER = Duration.ofHours(1);

  private record Device(String route, int window, String name) {}

  private final EdgeCore core;
  private final Turns turns;
  private final GuardDesk guards;
  private final Cache<Device, DeviceWindow> windows;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> WorkerThreads.daemon(task, "sluice-decode"));

  /** Owned by the thread: what it is handed before a change still meets the routes of before. */
  private List<RouteInput> routes;

  /**
   * @param time of the gateway, in its own time zone
   * @param devicesMax windows kept; beyond it the least recently used device starts anew
   */
  public FeatureStage(
      EdgeCore core,
      Turns turns,
      List<RouteInput> routes,
      Supplier<LocalDateTime> time,
      int devicesMax) {
    this.core = core;
    this.turns = turns;
    this.routes = List.copyOf(routes);
    this.guards = new GuardDesk(time);
    this.windows =
        Caffeine.newBuilder()
            .maximumSize(devicesMax)
            .expireAfterAccess(FORGET_AFTER)
            .executor(Runnable::run)
            .build();
  }

  /** Other routes from now on; a device keeps its window where its route keeps name and window. */
  public void use(List<RouteInput> next) {
    List<RouteInput> copy = List.copyOf(next);
    thread.execute(() -> routes = copy);
  }

  public void perform(EdgeEffect.Prepare prepare) {
    thread.execute(() -> prepare(prepare));
  }

  /** Whatever a payload does to us, its request has an answer. */
  private void prepare(EdgeEffect.Prepare prepare) {
    try {
      judge(prepare);
    } catch (RuntimeException | OutOfMemoryError fault) {
      LOG.error("event=decode-fault route={}", prepare.route(), fault);
      turns.submit(now -> core.onUnreadable(prepare.requestId(), UNEXPECTED, now));
    }
  }

  private void judge(EdgeEffect.Prepare prepare) {
    RouteInput route = routes.get(prepare.route());
    Verdict verdict = guards.judge(route.guards(), prepare.message());
    if (verdict.matches()) {
      decode(prepare, route, verdict);
    } else {
      submit(verdict, now -> core.onNotMatched(prepare.requestId(), now));
    }
  }

  private void decode(EdgeEffect.Prepare prepare, RouteInput route, Verdict verdict) {
    long id = prepare.requestId();
    try {
      Reading reading = route.decoder().decode(prepare.payload().bytes());
      float[] features = features(prepare, route, reading);
      submit(
          verdict,
          now -> {
            if (verdict.localOnly()) {
              core.onLocalOnly(id);
            }
            core.onPrepared(id, reading.id(), features, now);
          });
    } catch (MalformedPayloadException e) {
      submit(verdict, now -> core.onUnreadable(id, e.getMessage(), now));
    }
  }

  private void submit(Verdict verdict, LongConsumer turn) {
    if (verdict.failure().isEmpty()) {
      turns.submit(turn);
    } else {
      turns.submit(
          now -> {
            core.onGuardFailed();
            turn.accept(now);
          });
    }
  }

  private float[] features(EdgeEffect.Prepare prepare, RouteInput route, Reading reading) {
    if (route.window() == RouteInput.WHOLE) {
      return reading.values();
    }
    DeviceWindow window =
        prepare
            .device()
            .map(
                name ->
                    windows.get(new Device(route.name(), route.window(), name), d -> empty(route)))
            .orElseGet(() -> empty(route));
    window.add(reading.values());
    return window.snapshot();
  }

  private static DeviceWindow empty(RouteInput route) {
    return new DeviceWindow(route.window());
  }

  /** Windows held now, roughly. */
  public long devices() {
    return windows.estimatedSize();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
