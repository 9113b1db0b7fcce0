package dev.sluice.cloud;

import dev.sluice.inference.trial.GuardedRuntime;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bridge runs models by, and says so in the log. Not the program's own class: a logger
 * there would be made before anybody has said where the log goes.
 */
final class RuntimeChoice {
  private static final Logger LOG = LoggerFactory.getLogger(RuntimeChoice.class);

  private RuntimeChoice() {}

  /** ONNX Runtime where it runs, Java where it does not. */
  static GuardedRuntime open(Path trials) {
    return new GuardedRuntime(
        trials, why -> LOG.warn("event=model-runtime-fallback cause=\"{}\"", why));
  }
}
