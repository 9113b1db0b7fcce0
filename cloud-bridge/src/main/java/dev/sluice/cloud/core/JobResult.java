package dev.sluice.cloud.core;

import dev.sluice.uplink.Envelope;

/** How a job ended on its worker. */
public sealed interface JobResult {
  /** Time that the model took, whatever came of it. */
  long serviceNanos();

  /**
   * As the requester will read it.
   *
   * @param startedNanos when the model began, monotonic
   */
  Envelope.Answer answer(Job job, long startedNanos);

  /** The model answered. */
  record Done(String label, float score, float confidence, String modelVersion, long serviceNanos)
      implements JobResult {
    @Override
    public Envelope.Answer answer(Job job, long startedNanos) {
      if (!Float.isFinite(score) || !(confidence >= 0 && confidence <= 1)) {
        String detail = "model '" + job.request().model() + "' gave no usable number";
        return new Refused(Envelope.Status.FAILED, detail, serviceNanos).answer(job, startedNanos);
      }
      return new Envelope.Answer(
          job.request().link(),
          job.request().requestId(),
          Envelope.Status.OK,
          label,
          score,
          confidence,
          modelVersion,
          micros(startedNanos - job.arrivalNanos()),
          micros(serviceNanos),
          "");
    }
  }

  /**
   * The model did not answer.
   *
   * @param status why not
   * @param detail one line for the requester
   */
  record Refused(Envelope.Status status, String detail, long serviceNanos) implements JobResult {
    @Override
    public Envelope.Answer answer(Job job, long startedNanos) {
      return new Envelope.Answer(
          job.request().link(),
          job.request().requestId(),
          status,
          "",
          0,
          0,
          "",
          micros(startedNanos - job.arrivalNanos()),
          micros(serviceNanos),
          detail.substring(0, Math.min(detail.length(), Envelope.DETAIL_CHARS_MAX)));
    }
  }

  private static int micros(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(0, nanos / 1_000));
  }
}
