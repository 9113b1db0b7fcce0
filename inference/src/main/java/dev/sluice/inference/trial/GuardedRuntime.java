package dev.sluice.inference.trial;

import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelFile;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.OnnxRuntime;
import dev.sluice.inference.plain.PlainRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * {@link ModelRuntime} that is ONNX Runtime where it runs, and plain Java from the first trial on
 * that shows that it does not. Thread-safe.
 */
public final class GuardedRuntime implements ModelRuntime {
  /** Far more than a small gateway needs to start a JVM. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The native library is the process's: what it has run here once needs no trial any more. */
  private static final Set<String> RAN_IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final OnnxRuntime onnx = new OnnxRuntime();
  private final PlainRuntime plain = new PlainRuntime();
  private final Trial trial;
  private final TrialNotes notes;
  private final Set<String> known;
  private final Consumer<String> told;
  private Optional<String> broken;

  /**
   * @param notes file that remembers how trials ended
   * @param told one line, once, when the native runtime turns out not to run here; on the thread
   *     that loads
   */
  public GuardedRuntime(Path notes, Consumer<String> told) {
    this(
        Trial.inChild(PATIENCE),
        TrialNotes.read(notes, OnnxMachine.mark()),
        RAN_IN_THIS_PROCESS,
        told);
  }

  /** Of a command that has no folder of its own: each model is tried each time. */
  public static GuardedRuntime withoutNotes(Consumer<String> told) {
    return new GuardedRuntime(
        Trial.inChild(PATIENCE), TrialNotes.none(), RAN_IN_THIS_PROCESS, told);
  }

  GuardedRuntime(Trial trial, TrialNotes notes, Set<String> known, Consumer<String> told) {
    this.trial = trial;
    this.notes = notes;
    this.known = known;
    this.told = told;
    this.broken = notes.broken();
    broken.ifPresent(why -> tell("%s (remembered in %s)".formatted(why, notes.where())));
  }

  private void tell(String why) {
    told.accept(
        "ONNX Runtime %s; models run in Java instead, which has small networks only"
            .formatted(why));
  }

  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    return isNative(manifest) ? onnx.load(manifest) : plain.load(manifest);
  }

  private synchronized boolean isNative(ModelManifest manifest) throws ModelException {
    if (broken.isEmpty() && !known.contains(manifest.sha256())) {
      if (!notes.hasRun(manifest.sha256())) {
        ModelFile.verified(manifest);
        judge(manifest, trial.of(manifest.file()));
      }
      if (broken.isEmpty()) {
        known.add(manifest.sha256());
      }
    }
    return broken.isEmpty();
  }

  private void judge(ModelManifest manifest, Outcome outcome) {
    if (outcome instanceof Outcome.Ran) {
      notes.ran(manifest.sha256());
    } else if (outcome instanceof Outcome.Broken end) {
      notes.broken(end.why());
      fallBack("%s on a trial of model %s".formatted(end.why(), manifest.name()));
    } else if (outcome instanceof Outcome.Untold end) {
      fallBack("could not be tried: " + end.why());
    }
  }

  private void fallBack(String why) {
    broken = Optional.of(why);
    tell(why);
  }

  /** What models are loaded by from now on, as status and metrics say it. */
  public synchronized String name() {
    return broken.isEmpty() ? "onnxruntime" : "java";
  }

  /** Why it is not the native one. */
  public synchronized Optional<String> whyNotNative() {
    return broken;
  }

  @Override
  public void close() {
    onnx.close();
    plain.close();
  }
}
