package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.InferenceOutcome;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.InferenceRequest;
import dev.sluice.inference.guard.Verdict;
import java.util.Optional;
import java.util.function.Consumer;

/** A call of a {@link RemoteBackend} whose outcome has not been told; owned by its thread. */
final class OpenCall {
  // for the call
  final InferenceRequest request;
  private final Consumer<? super InferenceOutcome> outcome;
  long id = -1;

  // for the attempt
  int attempt;
  Cancellation sending = Cancellation.NONE;
  private long begunNanos;
  private long tookNanos;
  private Optional<ModelClient.Reply> reply = Optional.empty();

  OpenCall(InferenceRequest request, Consumer<? super InferenceOutcome> outcome) {
    this.request = request;
    this.outcome = outcome;
  }

  void onBegun(int number, long nowNanos) {
    attempt = number;
    begunNanos = nowNanos;
    reply = Optional.empty();
  }

  void onReply(ModelClient.Reply said, long nowNanos) {
    reply = Optional.of(said);
    tookNanos = nowNanos - begunNanos;
  }

  void abandon() {
    sending.cancel();
  }

  /**
   * @param who the server, as a detail begins
   */
  void endByReply(String who, long nowNanos) {
    ModelClient.Reply last = reply.orElseThrow();
    if (last instanceof ModelClient.Reply.Said said) {
      outcome.accept(
          new InferenceOutcome.Answered(
              said.prediction(), said.modelVersion(), begunNanos, tookNanos));
    } else if (last instanceof ModelClient.Reply.Unsaid unsaid) {
      end(cause(unsaid.verdict()), who + unsaid.detail(), nowNanos);
    }
  }

  void end(Cause cause, String detail, long nowNanos) {
    boolean begun = attempt > 0;
    outcome.accept(
        new InferenceOutcome.Unanswered(
            cause, detail, begun ? begunNanos : nowNanos, begun ? nowNanos - begunNanos : 0));
  }

  private static Cause cause(Verdict verdict) {
    return switch (verdict) {
      case REFUSED -> Cause.REJECTED;
      case BUSY -> Cause.SHED;
      default -> Cause.FAILED;
    };
  }
}
