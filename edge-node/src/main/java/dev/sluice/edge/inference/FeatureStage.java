package dev.sluice.edge.inference;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.Turns;
import dev.sluice.inference.DeviceWindow;
import dev.sluice.inference.MalformedPayloadException;
import dev.sluice.inference.Reading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Decodes payloads and joins them to their device's window, once and in arrival order: one thread,
 * which owns the windows. Its queue is bounded by the core, which counts what it has handed over.
 */
public final class FeatureStage implements AutoCloseable {
  /** A device that was silent for so long starts a new window. */
  private static final Duration FORGET_AFTER = Duration.ofHours(1);

  private record Device(int route, String name) {}

  private final EdgeCore core;
  private final Turns turns;
  private final List<RouteInput> routes;
  private final Cache<Device, DeviceWindow> windows;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> WorkerThreads.daemon(task, "sluice-decode"));

  /**
   * @param devicesMax windows kept; beyond it the least recently used device starts anew
   */
  public FeatureStage(EdgeCore core, Turns turns, List<RouteInput> routes, int devicesMax) {
    this.core = core;
    this.turns = turns;
    this.routes = List.copyOf(routes);
    this.windows =
        Caffeine.newBuilder()
            .maximumSize(devicesMax)
            .expireAfterAccess(FORGET_AFTER)
            .executor(Runnable::run)
            .build();
  }

  public void perform(EdgeEffect.Prepare prepare) {
    thread.execute(() -> prepare(prepare));
  }

  private void prepare(EdgeEffect.Prepare prepare) {
    try {
      RouteInput route = routes.get(prepare.route());
      Reading reading = route.decoder().decode(prepare.payload().bytes());
      float[] features = features(prepare, route, reading);
      turns.submit(now -> core.onPrepared(prepare.requestId(), reading.id(), features, now));
    } catch (MalformedPayloadException e) {
      turns.submit(now -> core.onUnreadable(prepare.requestId(), e.getMessage(), now));
    }
  }

  private float[] features(EdgeEffect.Prepare prepare, RouteInput route, Reading reading) {
    if (route.window() == RouteInput.WHOLE) {
      return reading.values();
    }
    DeviceWindow window =
        prepare
            .device()
            .map(name -> windows.get(new Device(prepare.route(), name), d -> empty(route)))
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
