package dev.sluice.cloud;

import dev.sluice.cloud.inference.WorkerPool;
import dev.sluice.cloud.served.Models;
import dev.sluice.cloud.served.ServedModel;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.guard.BreakerState;
import dev.sluice.inference.remote.RemoteBackend;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Requests that come to this bridge itself, each with whoever waits for it; owned by the loop. */
final class DirectRequests implements Models {
  /** Never on any wire: the core asks each request whose it is. */
  private static final LinkId NOBODY = new LinkId("direct", 0);

  private static final int PRIORITY = 5;

  private final CloudLoop loop;
  private final WorkerPool workers;
  private final Map<String, RemoteBackend> servers;
  private final BooleanSupplier ready;
  private final Map<Long, Consumer<Envelope.Answer>> waiting = new HashMap<>();
  private long nextId;

  /**
   * @param servers by the name of the model
   */
  DirectRequests(
      CloudLoop loop,
      WorkerPool workers,
      Map<String, RemoteBackend> servers,
      BooleanSupplier ready) {
    this.loop = loop;
    this.workers = workers;
    this.servers = servers;
    this.ready = ready;
    loop.answerTo(this::onAnswer);
  }

  @Override
  public boolean ready() {
    return ready.getAsBoolean();
  }

  @Override
  public Optional<ServedModel> find(String name) {
    RemoteBackend server = servers.get(name);
    return server == null ? workers.manifest(name).map(DirectRequests::here) : there(server);
  }

  private static ServedModel here(ModelManifest manifest) {
    return new ServedModel(manifest, manifest.version(), "onnxruntime_onnx", true);
  }

  private static Optional<ServedModel> there(RemoteBackend server) {
    ModelManifest manifest = server.manifest();
    boolean well = server.stats().breaker() == BreakerState.CLOSED;
    return Optional.of(new ServedModel(manifest, manifest.version(), "remote", well));
  }

  @Override
  public void ask(
      String model, float[] features, long deadlineNanos, Consumer<Envelope.Answer> answer) {
    long remainingMs = Math.max(0, Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis());
    run(
        new Envelope.Request(NOBODY, 0, model, remainingMs, PRIORITY, features),
        deadlineNanos,
        answer);
  }

  /**
   * @param request whoever's it is; the answer is nobody's, and has another id
   * @param deadlineNanos monotonic, {@link Long#MAX_VALUE} for none
   */
  void run(Envelope.Request request, long deadlineNanos, Consumer<Envelope.Answer> answer) {
    long id = nextId++;
    waiting.put(id, answer);
    loop.onDirect(
        new Envelope.Request(
            NOBODY,
            id,
            request.model(),
            request.remainingMs(),
            request.priority(),
            request.features()),
        deadlineNanos);
  }

  private void onAnswer(Envelope.Answer answer) {
    Consumer<Envelope.Answer> asker = waiting.remove(answer.requestId());
    if (asker != null) {
      asker.accept(answer);
    }
  }
}
