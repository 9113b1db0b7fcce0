package dev.sluice.edge.inference;

import dev.sluice.edge.core.EdgeEffect;
import dev.sluice.edge.core.EdgeEffect.Run;
import dev.sluice.edge.core.ModelResult;
import dev.sluice.edge.core.Turns;
import dev.sluice.inference.ModelManifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workers that run models. The engine hands over no more primary runs than there are workers,
 * so an idle one is always there; fallback runs have a worker of their own, because a safety net
 * must not queue behind what it guards.
 *
 * <p>Which workers are idle and which version of a model runs belongs to the broker loop, the
 * copies of models to the workers' threads. A run keeps the version that it started with.
 */
public final class InferencePool implements AutoCloseable {
  private final Done done;
  private final Turns turns;
  private final ObjLongConsumer<String> served;
  private final ModelEvents events;
  private final List<ModelWorker> workers = new ArrayList<>();
  private final Queue<ModelWorker> idle = new ArrayDeque<>();
  private final ModelWorker fallbacks;
  private final Map<String, ModelSlot> slots = new LinkedHashMap<>();
  private final ModelMemory memory;

  /**
   * @param memoryMax bytes of models held at once; {@link Long#MAX_VALUE} for no limit
   * @param failuresMax of a version that was installed while running, until it is taken back
   */
  public record Settings(int workers, long memoryMax, int failuresMax) {}

  /** Told of each run that ended, on the broker loop. */
  public interface Done {
    void onModelDone(long requestId, Run run, ModelResult result, long nowNanos);
  }

  /** A run on a worker; again when another version has failed it. */
  private record Attempt(
      EdgeEffect.RunModel run,
      ModelWorker worker,
      ModelVersion version,
      Optional<ModelVersion> failed) {}

  /**
   * @param models that routes use, each loaded where it is needed
   * @param served told of each run: model name and nanoseconds; called on the broker loop
   */
  public InferencePool(
      Done done,
      Turns turns,
      Settings settings,
      Collection<LoadedModel> models,
      ObjLongConsumer<String> served,
      ModelEvents events) {
    this.done = done;
    this.turns = turns;
    this.served = served;
    this.events = events;
    this.memory = new ModelMemory(settings.memoryMax());
    for (int i = 0; i < settings.workers(); i++) {
      workers.add(new ModelWorker(i, "sluice-model-" + i));
    }
    idle.addAll(workers);
    fallbacks = new ModelWorker(settings.workers(), "sluice-fallback");
    for (LoadedModel model : models) {
      slots.put(
          model.version().manifest().name(),
          new ModelSlot(model.version(), settings.failuresMax()));
      hold(model);
    }
  }

  private void hold(LoadedModel model) {
    model.workers().forEach(worker -> use(model.version(), worker));
  }

  private void use(ModelVersion version, int worker) {
    memory.use(version, worker).forEach(copy -> worker(copy.worker()).free(copy.version()));
  }

  private ModelWorker worker(int number) {
    return number == workers.size() ? fallbacks : workers.get(number);
  }

  /** Called on the broker loop. */
  public void perform(EdgeEffect.RunModel run) {
    ModelWorker worker = run.run() == Run.FALLBACK ? fallbacks : idle.remove();
    start(new Attempt(run, worker, slots.get(run.model()).current(), Optional.empty()));
  }

  private void start(Attempt attempt) {
    use(attempt.version(), attempt.worker().number());
    attempt
        .worker()
        .run(
            attempt.version(),
            attempt.run().features(),
            result -> turns.submit(now -> ended(attempt, result, now)));
  }

  private void ended(Attempt attempt, ModelResult result, long nowNanos) {
    ModelSlot slot = slots.get(attempt.run().model());
    if (result instanceof ModelResult.Failed && attempt.failed().isEmpty()) {
      Optional<ModelVersion> instead = slot.instead(attempt.version());
      if (instead.isPresent()) {
        start(
            new Attempt(
                attempt.run(), attempt.worker(), instead.get(), Optional.of(attempt.version())));
        return;
      }
    } else if (result instanceof ModelResult.Predicted) {
      judge(slot, attempt);
    }
    if (attempt.worker() != fallbacks) {
      idle.add(attempt.worker());
    }
    served.accept(attempt.run().model(), result.serviceNanos());
    done.onModelDone(attempt.run().requestId(), attempt.run().run(), result, nowNanos);
  }

  private void judge(ModelSlot slot, Attempt attempt) {
    if (attempt.failed().isPresent() && slot.blamed(attempt.failed().get())) {
      rollBack(slot, "it failed what the version before could answer");
    } else if (slot.answered(attempt.version())) {
      // It can be had again from the disk.
      slot.before().ifPresent(this::free);
    }
  }

  /**
   * New runs take this version from now on. Called on the broker loop.
   *
   * @throws IllegalArgumentException when no route uses such a model
   */
  public void install(LoadedModel next) {
    ModelManifest manifest = next.version().manifest();
    ModelSlot slot = slot(manifest.name());
    ModelManifest before = slot.current().manifest();
    slot.install(next.version()).ifPresent(this::free);
    hold(next);
    events.swapped(before, manifest);
  }

  /**
   * New runs take the version before again; false when there is none. Called on the broker loop.
   *
   * @throws IllegalArgumentException when no route uses such a model
   */
  public boolean rollBack(String model, String why) {
    return rollBack(slot(model), why);
  }

  private boolean rollBack(ModelSlot slot, String why) {
    Optional<ModelVersion> refused = slot.rollBack();
    refused.ifPresent(
        version -> {
          free(version);
          events.rolledBack(version.manifest(), slot.current().manifest(), why);
        });
    return refused.isPresent();
  }

  private ModelSlot slot(String model) {
    return Optional.ofNullable(slots.get(model))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no route uses a model '" + model + "'; there are " + slots.keySet()));
  }

  private void free(ModelVersion version) {
    memory.forget(version);
    workers.forEach(worker -> worker.free(version));
    fallbacks.free(version);
  }

  /** What answers new requests now. Called on the broker loop. */
  public List<ModelState> models() {
    return slots.values().stream()
        .map(
            slot ->
                new ModelState(
                    slot.current().manifest(),
                    slot.current().median(),
                    slot.current().isHeld(),
                    slot.before().map(version -> version.manifest().version())))
        .toList();
  }

  /** The hashes of all versions that new requests, or a rollback, may need. */
  public Set<String> hashes() {
    return slots.values().stream()
        .flatMap(slot -> Stream.concat(Stream.of(slot.current()), slot.before().stream()))
        .map(version -> version.manifest().sha256())
        .collect(Collectors.toSet());
  }

  /** Bytes of models held now. Called on the broker loop. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** Workers that can run a model; any thread. */
  public int workersAlive() {
    return (int) workers.stream().filter(ModelWorker::isAlive).count();
  }

  /** Lets running models end, then frees them all. */
  @Override
  public void close() {
    for (ModelSlot slot : slots.values()) {
      free(slot.current());
      slot.before().ifPresent(this::free);
    }
    workers.forEach(ModelWorker::close);
    fallbacks.close();
  }
}
