package dev.sluice.edge.inference;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Models that answer with their version, or fail when the test says so. */
final class FakeRuntime implements ModelRuntime {
  /** Versions that fail each run. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  final AtomicInteger loads = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();

  static ModelManifest manifest(String name, String version) {
    return new ModelManifest(
        name,
        version,
        Path.of(name + version),
        name + version,
        new ModelManifest.Input("in", 1),
        new ModelManifest.Output("out", List.of("low", "high"), 0.5f));
  }

  ModelVersion version(String name, String version, long bytes) {
    return new ModelVersion(manifest(name, version), this, bytes, Duration.ofMillis(1));
  }

  @Override
  public Model load(ModelManifest manifest) throws ModelException {
    loads.incrementAndGet();
    open.incrementAndGet();
    return new Model() {
      @Override
      public ModelManifest manifest() {
        return manifest;
      }

      @Override
      public Prediction infer(float[] features) throws InferenceException {
        if (broken.contains(manifest.version()) || features[0] < 0) {
          throw new InferenceException(manifest.version() + " is broken");
        }
        return new Prediction("high", 1, 1);
      }

      @Override
      public void close() {
        open.decrementAndGet();
      }
    };
  }

  @Override
  public void close() {}
}
