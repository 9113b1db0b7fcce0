package dev.sluice.cloud.inference;

import dev.sluice.cloud.core.Job;
import dev.sluice.cloud.core.JobResult;
import dev.sluice.inference.InferenceOutcome;
import dev.sluice.inference.InferenceOutcome.Answered;
import dev.sluice.inference.InferenceOutcome.Cause;
import dev.sluice.inference.InferenceOutcome.Unanswered;
import dev.sluice.inference.InferenceRequest;
import dev.sluice.inference.Prediction;
import dev.sluice.uplink.Envelope.Status;

/** What the core and the backends say to each other. */
final class Outcomes {
  private Outcomes() {}

  static InferenceRequest request(Job job) {
    return new InferenceRequest(
        job.request().features(), job.deadlineNanos(), job.request().priority());
  }

  static JobResult result(InferenceOutcome outcome) {
    if (outcome instanceof Answered answered) {
      Prediction prediction = answered.prediction();
      return new JobResult.Done(
          prediction.label(),
          prediction.score(),
          prediction.confidence(),
          answered.modelVersion(),
          answered.serviceNanos());
    }
    Unanswered unanswered = (Unanswered) outcome;
    return new JobResult.Refused(
        status(unanswered.cause()), unanswered.detail(), unanswered.serviceNanos());
  }

  private static Status status(Cause cause) {
    return switch (cause) {
      case REJECTED -> Status.REJECTED;
      case FAILED -> Status.FAILED;
      case EXPIRED -> Status.EXPIRED;
      case SHED, CANCELLED -> Status.SHED;
    };
  }
}
