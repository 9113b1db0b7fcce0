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
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** {@link InferenceBackend} of one model on one server, which a guard stands before. */
public final class RemoteBackend implements InferenceBackend {
  private final ModelManifest manifest;
  private final ServerSettings server;
  private final ModelClient client;
  private final GuardLoop loop;
  private final EndWords words;

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
    this.loop = new GuardLoop(settings, owner);
    this.words = new EndWords(server);
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
    return loop.stats();
  }

  @Override
  public Cancellation infer(InferenceRequest request, Consumer<? super InferenceOutcome> outcome) {
    OpenCall call = new OpenCall(request, outcome);
    int window = manifest.input().window();
    if (request.features().length < window) {
      String detail = "features are " + request.features().length + ", the model needs " + window;
      call.end(new EndWords.Told(Cause.REJECTED, detail), System.nanoTime());
      return Cancellation.NONE;
    }
    return loop.begin(new Asking(call));
  }

  /** One call, as the guard sees it. */
  private final class Asking implements GuardLoop.Call {
    private final OpenCall call;

    Asking(OpenCall call) {
      this.call = call;
    }

    @Override
    public long deadlineNanos() {
      return call.request.deadlineNanos();
    }

    @Override
    public int priority() {
      return call.request.priority();
    }

    @Override
    public void send(long id, int attempt) {
      call.onBegun(attempt, System.nanoTime());
      try {
        call.sending =
            client.ask(
                call.request.features(),
                remaining(call.request),
                reply -> loop.later(() -> onReply(id, attempt, reply)));
      } catch (RuntimeException e) {
        // A client that throws must not leave a call without its end.
        var broken =
            new ModelClient.Reply.Unsaid(Verdict.NONSENSE, "cannot be asked: " + e.getMessage());
        loop.later(() -> onReply(id, attempt, broken));
      }
    }

    private void onReply(long id, int attempt, ModelClient.Reply reply) {
      if (loop.isOpen(id) && call.attempt == attempt) {
        call.onReply(reply, System.nanoTime());
        if (reply instanceof ModelClient.Reply.Unsaid unsaid) {
          words.onFault(unsaid.detail());
        }
      }
      loop.onReply(id, attempt, reply.verdict());
    }

    @Override
    public void abandon() {
      call.sending.cancel();
    }

    @Override
    public void end(GuardOutput.Reason reason) {
      if (reason == GuardOutput.Reason.REPLIED) {
        call.endByReply(words, System.nanoTime());
      } else {
        call.end(words.told(reason), System.nanoTime());
      }
    }

    @Override
    public void stopped() {
      call.end(EndWords.STOPPING, System.nanoTime());
    }
  }

  private Duration remaining(InferenceRequest request) {
    if (request.deadlineNanos() == InferenceRequest.NO_DEADLINE) {
      return server.timeout();
    }
    Duration left = Duration.ofNanos(request.deadlineNanos() - System.nanoTime());
    return left.compareTo(server.timeout()) < 0 ? left : server.timeout();
  }

  @Override
  public void close() {
    loop.close();
  }
}
