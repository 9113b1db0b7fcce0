package dev.sluice.edge;

import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.inference.ModelEvents;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.UnloadableModelException;
import dev.sluice.inference.trial.GuardedRuntime;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what becomes of versions of models into the log, and tells the core which one runs. */
final class ModelNews implements ModelEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ModelNews.class);

  private final EdgeCore core;

  ModelNews(EdgeCore core) {
    this.core = core;
  }

  /** ONNX Runtime where it runs, and what else is said in the log. */
  static GuardedRuntime runtime(Path trials) {
    return new GuardedRuntime(
        trials, why -> LOG.warn("event=model-runtime-fallback cause=\"{}\"", why));
  }

  /** Of a model that this node cannot run and the cloud may. */
  static void unloadable(UnloadableModelException why) {
    LOG.warn("event=model-unloadable cause=\"{}\"", why.getMessage());
  }

  /** On the broker loop, as all swaps are. */
  @Override
  public void swapped(ModelManifest before, ModelManifest next) {
    core.onModelVersion(next.name(), next.sha256());
    LOG.info(
        "event=model-swapped model={} from={} to={} sha256={}",
        next.name(),
        before.version(),
        next.version(),
        next.sha256());
  }

  @Override
  public void rolledBack(ModelManifest refused, ModelManifest again, String why) {
    core.onModelVersion(again.name(), again.sha256());
    LOG.warn(
        "event=model-rolled-back model={} from={} to={} cause=\"{}\"",
        again.name(),
        refused.version(),
        again.version(),
        why);
  }

  @Override
  public void refused(Path manifest, String why) {
    LOG.warn("event=model-refused manifest={} cause=\"{}\"", manifest, why);
  }
}
