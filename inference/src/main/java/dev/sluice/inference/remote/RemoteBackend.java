package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend;
import dev.sluice.inference.InferenceOutcome;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.InferenceRequest;
import dev.sluice.inference.ModelManifest;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.guard.GuardOutput;
import dev.sluice.inference.guard.GuardStats;
import dev.sluice.inference.guard.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * {@link InferenceBackend} of one model on one server: gives the guard its inputs, one at a time on
 * the thread that owns it, and does what it asks.
 */
public final class RemoteBackend implements InferenceBackend {
  private final ModelManifest manifest;
  private final ServerSettings server;
  private final ModelClient client;
  private final ScheduledExecutorService owner;

  // owned by the owner's thread
  private final CallGuard guard;
  private final ArrayDeque<GuardOutput> outputs = new ArrayDeque<>();
  private final Map<Long, OpenCall> open = new HashMap<>();
  private long nextId;
  private long timerNanos = Long.MAX_VALUE;
  private Optional<ScheduledFuture<?>> timer = Optional.empty();
  private String lastFault = "";
  private boolean closed;

  private volatile GuardStats stats;

  /**
   * @param owner one thread, which may own other backends too
   */
  public RemoteBackend(
      ModelManifest manifest,
      ServerSettings server,
      CallGuard.Settings settings,
      ModelClient client,
      ScheduledExecutorService owner) {
    this.manifest = manifest;
    this.server = server;
    this.client = client;
    this.owner = owner;
    this.guard = new CallGuard(settings, new SplittableRandom(), outputs::add);
    this.stats = guard.stats();
  }

  @Override
  public ModelManifest manifest() {
    return manifest;
  }

  public ServerSettings server() {
    return server;
  }

  /** As of the last thing that happened; from any thread. */
  public GuardStats stats() {
    return stats;
  }

  @Override
  public Cancellation infer(InferenceRequest request, Consumer<? super InferenceOutcome> outcome) {
    OpenCall call = new OpenCall(request, outcome);
    int window = manifest.input().window();
    if (request.features().length < window) {
      String detail = "features are " + request.features().length + ", the model needs " + window;
      call.end(Cause.REJECTED, detail, System.nanoTime());
      return Cancellation.NONE;
    }
    try {
      owner.execute(() -> begin(call));
    } catch (RejectedExecutionException e) {
      call.end(Cause.FAILED, "the bridge is stopping", System.nanoTime());
    }
    return () -> later(() -> cancel(call));
  }

  private void begin(OpenCall call) {
    if (closed) {
      call.end(Cause.FAILED, "the bridge is stopping", System.nanoTime());
      return;
    }
    call.id = nextId++;
    open.put(call.id, call);
    InferenceRequest request = call.request;
    guard.onRequest(call.id, request.deadlineNanos(), request.priority(), System.nanoTime());
    perform();
  }

  private void cancel(OpenCall call) {
    guard.onCancel(call.id, System.nanoTime());
    perform();
  }

  private void onReply(long callId, int attempt, ModelClient.Reply reply) {
    OpenCall call = open.get(callId);
    if (call != null && call.attempt == attempt) {
      call.onReply(reply, System.nanoTime());
      if (reply instanceof ModelClient.Reply.Unsaid unsaid) {
        lastFault = unsaid.detail();
      }
    }
    guard.onReply(callId, attempt, reply.verdict(), System.nanoTime());
    perform();
  }

  private void onTimer() {
    timerNanos = Long.MAX_VALUE;
    guard.onTimer(System.nanoTime());
    perform();
  }

  private void perform() {
    while (!outputs.isEmpty()) {
      perform(outputs.poll());
    }
    stats = guard.stats();
    schedule();
  }

  private void perform(GuardOutput output) {
    OpenCall call = open.get(output.callId());
    if (output instanceof GuardOutput.Begin begin) {
      send(call, begin.attempt());
    } else if (output instanceof GuardOutput.Abandon) {
      call.abandon();
    } else if (output instanceof GuardOutput.End end) {
      open.remove(end.callId());
      end(call, end.reason());
    }
  }

  private void send(OpenCall call, int attempt) {
    call.onBegun(attempt, System.nanoTime());
    try {
      call.sending =
          client.ask(
              call.request.features(),
              remaining(call.request),
              reply -> later(() -> onReply(call.id, attempt, reply)));
    } catch (RuntimeException e) {
      // A client that throws must not leave a call without its end.
      var broken =
          new ModelClient.Reply.Unsaid(Verdict.NONSENSE, "cannot be asked: " + e.getMessage());
      later(() -> onReply(call.id, attempt, broken));
    }
  }

  private Duration remaining(InferenceRequest request) {
    if (request.deadlineNanos() == InferenceRequest.NO_DEADLINE) {
      return server.timeout();
    }
    Duration left = Duration.ofNanos(request.deadlineNanos() - System.nanoTime());
    return left.compareTo(server.timeout()) < 0 ? left : server.timeout();
  }

  private void end(OpenCall call, GuardOutput.Reason reason) {
    long nowNanos = System.nanoTime();
    String who = "model server '" + server.name() + "' ";
    switch (reason) {
      case REPLIED -> call.endByReply(who, nowNanos);
      case TIMED_OUT -> {
        lastFault = "did not answer in " + server.timeout().toMillis() + " ms";
        call.end(Cause.FAILED, who + lastFault, nowNanos);
      }
      case EXPIRED -> call.end(Cause.EXPIRED, who + "did not answer in time", nowNanos);
      case BREAKER_OPEN ->
          call.end(Cause.FAILED, who + "is not asked for a while: it " + why(), nowNanos);
      case SHED -> call.end(Cause.SHED, who + "has too many waiting", nowNanos);
      case CANCELLED -> call.end(Cause.CANCELLED, "nobody waits for it any more", nowNanos);
    }
  }

  private String why() {
    return lastFault.isEmpty() ? "did not answer in time" : lastFault;
  }

  private void schedule() {
    long next = guard.nextTimerNanos();
    if (next == timerNanos || closed) {
      return;
    }
    timer.ifPresent(waiting -> waiting.cancel(false));
    timerNanos = next;
    timer =
        next == Long.MAX_VALUE
            ? Optional.empty()
            : Optional.of(
                owner.schedule(
                    this::onTimer, Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS));
  }

  private void later(Runnable input) {
    try {
      owner.execute(input);
    } catch (RejectedExecutionException e) {
      // Its call was ended when the backend was closed.
    }
  }

  @Override
  public void close() {
    later(
        () -> {
          closed = true;
          for (OpenCall call : open.values()) {
            call.abandon();
            call.end(Cause.FAILED, "the bridge is stopping", System.nanoTime());
          }
          open.clear();
        });
  }
}
