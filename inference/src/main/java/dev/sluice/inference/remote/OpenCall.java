package dev.sluice.inference.remote;

import dev.sluice.inference.InferenceBackend.Cancellation;
import dev.sluice.inference.InferenceOutcome;
import dev.sluice.inference.InferenceRequest;
import java.util.Optional;
import java.util.function.Consumer;

/** A call of a {@link RemoteBackend} whose outcome has not been told; owned by its thread. */
final class OpenCall {
  // for the call
  final InferenceRequest request;
  private final Consumer<? super InferenceOutcome> outcome;

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

  /** By the reply to its last attempt. */
  void endByReply(EndWords words, long nowNanos) {
    ModelClient.Reply last = reply.orElseThrow();
    if (last instanceof ModelClient.Reply.Said said) {
      outcome.accept(
          new InferenceOutcome.Answered(
              said.prediction(), said.modelVersion(), begunNanos, tookNanos));
    } else if (last instanceof ModelClient.Reply.Unsaid unsaid) {
      end(words.told(unsaid.verdict(), unsaid.detail()), nowNanos);
    }
  }

  void end(EndWords.Told told, long nowNanos) {
    boolean begun = attempt > 0;
    outcome.accept(
        new InferenceOutcome.Unanswered(
            told.cause(),
            told.detail(),
            begun ? begunNanos : nowNanos,
            begun ? nowNanos - begunNanos : 0));
  }
}
