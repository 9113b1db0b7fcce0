package dev.sluice.cloud.inference;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import dev.sluice.program.FileWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the manifests of the models that run, and has what changes loaded and put in place, on a
 * thread of its own. What cannot be used is told once, and what ran goes on.
 */
public final class ModelRefresh implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelRefresh.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ModelTrust trust;
  private final Replacement replacement;
  private final Map<Path, Served> served = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(ModelRefresh::daemon);

  /** Loads a version and lets it take the place of the one before. */
  @FunctionalInterface
  public interface Replacement {
    void by(ModelManifest next) throws ModelException;
  }

  /** What runs, and a watch over its manifest, signature and graph. */
  private record Served(ModelManifest manifest, FileWatch files) {
    static Served of(Path file, ModelManifest manifest) {
      return new Served(
          manifest, new FileWatch(file, ModelTrust.signatureOf(file), manifest.file()));
    }

    Served with(Path file, ModelManifest next) {
      return next.file().equals(manifest.file()) ? new Served(next, files) : of(file, next);
    }
  }

  /**
   * @param manifests by their files: what runs now
   * @param trust whose models are taken
   * @param replacement called on the watching thread
   */
  public ModelRefresh(
      Map<Path, ModelManifest> manifests, ModelTrust trust, Replacement replacement) {
    this.trust = trust;
    this.replacement = replacement;
    manifests.forEach((file, manifest) -> served.put(file, Served.of(file, manifest)));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sluice-models");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to look. */
  public void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** One look at all of them. */
  void look() {
    served.replaceAll(this::look);
  }

  private Served look(Path file, Served one) {
    if (!one.files().changed()) {
      return one;
    }
    try {
      ModelManifest next = trust.read(file);
      if (next.equals(one.manifest())) {
        return one;
      }
      next.requireSameUse(one.manifest());
      replacement.by(next);
      LOG.info(
          "event=model-swapped model={} from={} to={} sha256={}",
          next.name(),
          one.manifest().version(),
          next.version(),
          next.sha256());
      return one.with(file, next);
    } catch (ModelException | RuntimeException | OutOfMemoryError e) {
      LOG.warn("event=model-refused manifest={} cause=\"{}\"", file, e.getMessage());
      return one;
    }
  }

  /** Waits for nothing: a model that is being loaded is never put in place. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
