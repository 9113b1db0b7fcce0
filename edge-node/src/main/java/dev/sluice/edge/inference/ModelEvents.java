package dev.sluice.edge.inference;

import dev.sluice.inference.ModelManifest;
import java.nio.file.Path;

/** What becomes of versions of models while the node runs; told on any thread. */
public interface ModelEvents {
  /** New requests are answered by {@code next} from now on. */
  void swapped(ModelManifest before, ModelManifest next);

  /**
   * The version before answers again.
   *
   * @param why one line
   */
  void rolledBack(ModelManifest refused, ModelManifest again, String why);

  /**
   * What changed on the disk is not taken; the version that runs stays.
   *
   * @param why one line
   */
  void refused(Path manifest, String why);
}
