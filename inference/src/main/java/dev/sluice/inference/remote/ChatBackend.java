package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.guard.CallGuard;
import dev.sluice.inference.guard.GuardOutput;
import dev.sluice.inference.guard.GuardStats;
import dev.sluice.inference.guard.Verdict;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One model that answers with text, on one server, which a guard stands before. Every request ends
 * once, by its deadline; what has been told of an answer is not told again, so that only an attempt
 * that told nothing is repeated.
 */
public final class ChatBackend implements AutoCloseable {
  private final ServerSettings server;
  private final ChatClient client;
  private final GuardLoop loop;
  private final EndWords words;

  /**
   * @param deadlineNanos by {@code System.nanoTime}
   * @param priority 0 to 9, for requests of one deadline
   */
  public record Request(String prompt, long deadlineNanos, int priority) {}

  /** Told on the owner's thread, one thing after the other; must not block and not throw. */
  public interface Listener {
    void onText(String text);

    /** The last that is told, once, cancelled or not. */
    void onEnd(ChatOutcome outcome);
  }

  /**
   * @param owner one thread, which may own other backends too
   */
  public ChatBackend(
      ServerSettings server,
      CallGuard.Settings settings,
      ChatClient client,
      ScheduledExecutorService owner) {
    this.server = server;
    this.client = client;
    this.loop = new GuardLoop(settings, owner);
    this.words = new EndWords(server);
  }

  public ServerSettings server() {
    return server;
  }

  /** As of the last thing that happened; from any thread. */
  public GuardStats stats() {
    return loop.stats();
  }

  /**
   * From any thread.
   *
   * @return ends it early, from any thread, and closes the connection
   */
  public Cancellation ask(Request request, Listener listener) {
    return loop.begin(new Asking(request, listener));
  }

  @Override
  public void close() {
    loop.close();
  }

  /** One request; all but its making is done on the owner's thread. */
  private final class Asking implements GuardLoop.Call {
    private final Request request;
    private final Listener listener;
    private boolean told;

    // for the attempt
    private int attempt;
    private long begunNanos;
    private Cancellation sending = Cancellation.NONE;
    private Optional<ChatClient.End> ended = Optional.empty();

    Asking(Request request, Listener listener) {
      this.request = request;
      this.listener = listener;
    }

    @Override
    public long deadlineNanos() {
      return request.deadlineNanos();
    }

    @Override
    public int priority() {
      return request.priority();
    }

    @Override
    public void send(long id, int number) {
      attempt = number;
      begunNanos = System.nanoTime();
      try {
        sending = client.ask(request.prompt(), new Hearing(id, number));
      } catch (RuntimeException e) {
        // A client that throws must not leave a request without its end.
        var broken =
            new ChatClient.End.Broken(Verdict.NONSENSE, "cannot be asked: " + e.getMessage());
        loop.later(() -> onEnd(id, number, broken));
      }
    }

    /** Brings what a client tells to the owner's thread. */
    private final class Hearing implements ChatClient.Listener {
      private final long id;
      private final int number;

      Hearing(long id, int number) {
        this.id = id;
        this.number = number;
      }

      @Override
      public void onProgress(String text) {
        loop.later(() -> Asking.this.onProgress(id, number, text));
      }

      @Override
      public void onEnd(ChatClient.End end) {
        loop.later(() -> Asking.this.onEnd(id, number, end));
      }
    }

    private boolean isCurrent(long id, int number) {
      return loop.isOpen(id) && attempt == number;
    }

    private void onProgress(long id, int number, String text) {
      if (!isCurrent(id, number)) {
        return;
      }
      if (!text.isEmpty()) {
        told = true;
        listener.onText(text);
      }
      loop.onProgress(id, number);
    }

    private void onEnd(long id, int number, ChatClient.End end) {
      ChatClient.End last = afterText(end);
      if (isCurrent(id, number)) {
        ended = Optional.of(last);
        if (end instanceof ChatClient.End.Broken broken) {
          words.onFault(broken.detail());
        }
      }
      loop.onReply(id, number, last.verdict());
    }

    /** Nobody may be told the beginning of an answer twice. */
    private ChatClient.End afterText(ChatClient.End end) {
      return end instanceof ChatClient.End.Broken broken && told
          ? new ChatClient.End.Broken(Verdict.CUT_OFF, broken.detail())
          : end;
    }

    @Override
    public void abandon() {
      sending.cancel();
    }

    @Override
    public void end(GuardOutput.Reason reason) {
      if (reason != GuardOutput.Reason.REPLIED) {
        end(words.told(reason));
      } else if (ended.orElseThrow() instanceof ChatClient.End.Whole whole) {
        listener.onEnd(new ChatOutcome.Finished(whole.model(), whole.finish(), tookNanos()));
      } else if (ended.get() instanceof ChatClient.End.Broken broken) {
        end(words.told(broken.verdict(), broken.detail()));
      }
    }

    @Override
    public void stopped() {
      end(EndWords.STOPPING);
    }

    private void end(EndWords.Told told) {
      listener.onEnd(new ChatOutcome.Unfinished(told.cause(), told.detail(), tookNanos()));
    }

    private long tookNanos() {
      return attempt == 0 ? 0 : System.nanoTime() - begunNanos;
    }
  }
}
