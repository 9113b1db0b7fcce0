package dev.sluice.edge.inference;

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

/**
 * Looks at the manifests of models in use, and has what changes loaded, on a thread of its own. A
 * change is taken up when it was there at two looks, so that a file is not read while it is
 * written; what cannot be used is told once, and not tried again until it changes.
 */
public final class ModelWatch implements AutoCloseable {
  /** Between two looks. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private final ModelTrust trust;
  private final Loader loader;
  private final ModelEvents events;
  private final Map<Path, Watched> watched = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> WorkerThreads.daemon(task, "sluice-models"));

  /** Loads a version and has it installed. */
  public interface Loader {
    void take(ModelManifest next) throws ModelException;
  }

  /** One manifest that runs, and a watch over it, its signature and its model. */
  private static final class Watched {
    private ModelManifest manifest;
    private FileWatch files;

    Watched(Path file, ModelManifest manifest) {
      this.manifest = manifest;
      files = watch(file, manifest);
    }

    private static FileWatch watch(Path file, ModelManifest manifest) {
      return new FileWatch(file, ModelTrust.signatureOf(file), manifest.file());
    }

    void runs(Path file, ModelManifest next) {
      if (!next.file().equals(manifest.file())) {
        files = watch(file, next);
      }
      manifest = next;
    }
  }

  /**
   * @param manifests by their files: what runs now
   * @param trust whose models are taken
   * @param loader called on the watching thread
   */
  public ModelWatch(
      Map<Path, ModelManifest> manifests, ModelTrust trust, Loader loader, ModelEvents events) {
    this.trust = trust;
    this.loader = loader;
    this.events = events;
    // The first look judges them all: what changed since the node read them is found then.
    manifests.forEach((file, manifest) -> watched.put(file, new Watched(file, manifest)));
  }

  public void start() {
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(
            this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a small piece of work with the disk on the watching thread. */
  public void later(Runnable work) {
    thread.execute(work);
  }

  /** One look at all manifests. */
  void look() {
    watched.forEach(this::look);
  }

  private void look(Path file, Watched one) {
    if (one.files.changed()) {
      judge(file, one);
    }
  }

  private void judge(Path file, Watched one) {
    try {
      ModelManifest next = trust.read(file);
      if (!next.equals(one.manifest)) {
        next.requireSameUse(one.manifest);
        loader.take(next);
        one.runs(file, next);
      }
    } catch (ModelException | RuntimeException | OutOfMemoryError e) {
      events.refused(file, e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
