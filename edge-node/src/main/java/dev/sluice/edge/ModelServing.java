package dev.sluice.edge;

import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.core.EdgeCore;
import dev.sluice.edge.core.Turns;
import dev.sluice.edge.inference.InferencePool;
import dev.sluice.edge.inference.LoadedModel;
import dev.sluice.edge.inference.ModelStore;
import dev.sluice.edge.inference.ModelWatch;
import dev.sluice.inference.ModelException;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.ModelRuntime;
import dev.sluice.inference.ModelTrust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;

/**
 * The models of the routes while the node runs: loaded at the start, replaced when files change.
 */
final class ModelServing implements AutoCloseable {
  private final EdgeConfig.Inference config;
  private final RouteTable table;
  private final ModelStore store;
  private final ModelRuntime runtime;
  private final Turns turns;
  private final InferencePool pool;
  private final ModelWatch watch;

  /**
   * @param served told of each run: model name and nanoseconds
   * @throws ModelException when a model cannot be loaded
   */
  ModelServing(
      EdgeConfig.Inference config,
      ModelShelf shelf,
      RouteTable table,
      ModelTrust trust,
      ModelStore store,
      ModelRuntime runtime,
      EdgeCore core,
      Turns turns,
      ObjLongConsumer<String> served)
      throws ModelException {
    this.config = config;
    this.table = table;
    this.store = store;
    this.runtime = runtime;
    this.turns = turns;
    List<LoadedModel> loaded = new ArrayList<>();
    Map<Path, ModelManifest> files = new LinkedHashMap<>();
    for (ModelShelf.Entry entry : shelf.all().values()) {
      List<Integer> workers = workers(entry.manifest().name());
      if (!workers.isEmpty()) {
        loaded.add(LoadedModel.load(entry.kept(), entry.median().orElseThrow(), workers, runtime));
        files.put(entry.file(), entry.manifest());
        core.onModelVersion(entry.manifest().name(), entry.manifest().sha256());
      }
    }
    ModelNews news = new ModelNews(core);
    pool = new InferencePool(core::onModelDone, turns, settings(), loaded, served, news);
    watch = new ModelWatch(files, trust, this::take, news);
    store.retain(pool.hashes());
  }

  private InferencePool.Settings settings() {
    long memory = config.memory().map(size -> size.bytes()).orElse(Long.MAX_VALUE);
    return new InferencePool.Settings(config.workers(), memory, config.rollbackAfter());
  }

  /** Who runs it: every worker a route's model, the last one a fallback. */
  private List<Integer> workers(String model) {
    boolean primary = table.primaryModels().contains(model);
    boolean fallback = table.fallbackModels().contains(model);
    int first = primary ? 0 : config.workers();
    int end = config.workers() + (fallback ? 1 : 0);
    return IntStream.range(first, end).boxed().toList();
  }

  /** On the watching thread. */
  private void take(ModelManifest next) throws ModelException {
    LoadedModel loaded = LoadedModel.load(store.keep(next), workers(next.name()), runtime);
    store.expect(next.sha256());
    turns.submit(
        now -> {
          pool.install(loaded);
          Set<String> needed = pool.hashes();
          watch.later(() -> store.installed(next.sha256(), needed));
        });
  }

  InferencePool pool() {
    return pool;
  }

  /** Begins to look for changes. */
  void start() {
    watch.start();
  }

  @Override
  public void close() {
    watch.close();
    pool.close();
  }
}
