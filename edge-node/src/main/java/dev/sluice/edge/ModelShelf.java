package dev.sluice.edge;

import dev.sluice.inference.InferenceException;
import dev.sluice.inference.Model;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.WarmUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models that this node holds, each loaded once to see that it works and how long it takes. */
final class ModelShelf {
  private static final int WARM_UP_RUNS = 20;

  /**
   * @param median of one run on this machine
   */
  record Entry(ModelManifest manifest, Duration median) {}

  private final Map<String, Entry> entries;

  private ModelShelf(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * @param manifests files
   * @throws ModelException when a model is missing, corrupt or fails its first runs
   */
  static ModelShelf load(List<Path> manifests, ModelRuntime runtime) throws ModelException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Path file : manifests) {
      ModelManifest manifest = ModelManifest.read(file);
      Entry entry = new Entry(manifest, time(manifest, runtime));
      if (entries.putIfAbsent(manifest.name(), entry) != null) {
        throw new ModelException(
            file + ": name: model '" + manifest.name() + "' is already given by another manifest");
      }
    }
    return new ModelShelf(entries);
  }

  private static Duration time(ModelManifest manifest, ModelRuntime runtime) throws ModelException {
    try (Model model = runtime.load(manifest)) {
      return WarmUp.median(model, WARM_UP_RUNS);
    } catch (InferenceException e) {
      throw new ModelException(
          manifest.file() + ": the model fails on a test signal: " + e.getMessage(), e);
    }
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  Map<String, Entry> all() {
    return Map.copyOf(entries);
  }
}
