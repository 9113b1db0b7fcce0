package dev.sluice.edge;

import dev.sluice.edge.inference.ModelEvents;
import dev.sluice.inference.ModelManifest;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what becomes of versions of models into the log. */
final class ModelNews implements ModelEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ModelNews.class);

  @Override
  public void swapped(ModelManifest before, ModelManifest next) {
    LOG.info(
        "event=model-swapped model={} from={} to={} sha256={}",
        next.name(),
        before.version(),
        next.version(),
        next.sha256());
  }

  @Override
  public void rolledBack(ModelManifest refused, ModelManifest again, String why) {
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
