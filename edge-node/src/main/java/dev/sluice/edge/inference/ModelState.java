package dev.sluice.edge.inference;

import dev.sluice.inference.ModelManifest;
import java.time.Duration;
import java.util.Optional;

/**
 * How a model stands.
 *
 * @param median of one run, as measured when it was loaded
 * @param held whether some worker has it in memory
 * @param before the version that a rollback would bring back
 */
public record ModelState(
    ModelManifest manifest, Duration median, boolean held, Optional<String> before) {}
