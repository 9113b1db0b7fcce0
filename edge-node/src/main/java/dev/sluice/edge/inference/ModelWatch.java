package dev.sluice.edge.inference;

import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelTrust;
import java.io.IOException;
import java.nio.file.Files;
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

  private static final String ABSENT = "absent";

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

  /** One manifest, as it was judged last. */
  private static final class Watched {
    private ModelManifest manifest;
    private String judged;
    private String seen;

    Watched(ModelManifest manifest, String state) {
      this.manifest = manifest;
      judged = state;
      seen = state;
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
    manifests.forEach(
        (file, manifest) -> watched.put(file, new Watched(manifest, state(file, manifest))));
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
    String state = state(file, one.manifest);
    boolean settled = state.equals(one.seen);
    one.seen = state;
    if (settled && !state.equals(one.judged)) {
      one.judged = state;
      judge(file, one);
    }
  }

  private void judge(Path file, Watched one) {
    try {
      ModelManifest next = trust.read(file);
      if (!next.equals(one.manifest)) {
        checkFits(one.manifest, next);
        loader.take(next);
        one.manifest = next;
        one.judged = state(file, next);
        one.seen = one.judged;
      }
    } catch (ModelException | RuntimeException | OutOfMemoryError e) {
      events.refused(file, e.getMessage());
    }
  }

  /** Routes are made for a model's input. */
  private static void checkFits(ModelManifest running, ModelManifest next) throws ModelException {
    if (!next.name().equals(running.name())) {
      throw new ModelException("its name was %s; start the node again".formatted(running.name()));
    }
    if (next.input().window() != running.input().window()
        || !next.input().image().equals(running.input().image())) {
      throw new ModelException("it takes other input than before; start the node again");
    }
  }

  /** What tells one content from another without reading it. */
  private static String state(Path manifestFile, ModelManifest manifest) {
    return state(manifestFile)
        + " "
        + state(ModelTrust.signatureOf(manifestFile))
        + " "
        + state(manifest.file());
  }

  private static String state(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis() + "/" + Files.size(file);
    } catch (IOException e) {
      return ABSENT;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
