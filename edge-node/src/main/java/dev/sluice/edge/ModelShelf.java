package dev.sluice.edge;

import dev.sluice.edge.inference.LoadedModel;
import dev.sluice.edge.inference.ModelStore;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.ModelTrust;
import dev.sluice.inference.UnloadableModelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that this node starts with, each loaded once to see that it works and how long it
 * takes.
 */
final class ModelShelf {
  /**
   * @param file of the manifest
   * @param manifest as the file has it
   * @param kept the same, with the copy that is run
   * @param median of one run on this machine; empty where it cannot be run here
   */
  record Entry(Path file, ModelManifest manifest, ModelManifest kept, Optional<Duration> median) {}

  private final Map<String, Entry> entries;

  private ModelShelf(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * @param manifests files
   * @param trust whose models are taken
   * @throws ModelException when a model is missing, corrupt or fails its first runs
   */
  static ModelShelf load(
      List<Path> manifests, ModelTrust trust, ModelStore store, ModelRuntime runtime)
      throws ModelException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Path file : manifests) {
      ModelManifest manifest = trust.read(file);
      ModelManifest kept = store.keep(manifest);
      Entry entry = new Entry(file, manifest, kept, time(kept, runtime));
      if (entries.putIfAbsent(manifest.name(), entry) != null) {
        throw new ModelException(
            file + ": name: model '" + manifest.name() + "' is already given by another manifest");
      }
    }
    return new ModelShelf(entries);
  }

  /** Whoever cannot be run here is left to the cloud. */
  private static Optional<Duration> time(ModelManifest kept, ModelRuntime runtime)
      throws ModelException {
    try {
      return Optional.of(LoadedModel.time(kept, runtime));
    } catch (UnloadableModelException e) {
      ModelNews.unloadable(e);
      return Optional.empty();
    }
  }

  /** Whether this node has the model's manifest and cannot run it. */
  boolean isUnloadable(String name) {
    return find(name).filter(entry -> entry.median().isEmpty()).isPresent();
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  Map<String, Entry> all() {
    return Map.copyOf(entries);
  }
}
