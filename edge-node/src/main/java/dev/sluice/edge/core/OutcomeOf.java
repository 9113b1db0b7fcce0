package dev.sluice.edge.core;

import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.inference.Prediction;
import dev.sluice.uplink.Envelope;
import java.util.Optional;

/** How each kind of ending reads as an {@link Outcome}. */
final class OutcomeOf {
  private OutcomeOf() {}

  static Outcome edge(InferenceRequest request, ModelResult.Predicted predicted, long nowNanos) {
    return result(request, inTime(request, nowNanos), Placement.EDGE, predicted, nowNanos);
  }

  /** Known: it took no time of any model. */
  static Outcome cache(InferenceRequest request, ModelResult.Predicted known, long nowNanos) {
    ModelResult.Predicted free = new ModelResult.Predicted(known.model(), known.prediction(), 0);
    return result(request, inTime(request, nowNanos), Placement.CACHE, free, nowNanos);
  }

  static Outcome fallback(
      InferenceRequest request, ModelResult.Predicted predicted, long nowNanos) {
    Status status = inTime(request, nowNanos) == Status.OK ? Status.DEGRADED : Status.LATE;
    return result(request, status, Placement.FALLBACK, predicted, nowNanos);
  }

  static Outcome cloud(InferenceRequest request, Envelope.Answer answer, long nowNanos) {
    ModelResult.Predicted predicted = predicted(request.route, answer);
    return result(request, inTime(request, nowNanos), Placement.CLOUD, predicted, nowNanos);
  }

  static ModelResult.Predicted predicted(Route route, Envelope.Answer answer) {
    return new ModelResult.Predicted(
        new ModelName(route.cloudModel(), answer.modelVersion()),
        new Prediction(answer.label(), answer.score(), answer.confidence()),
        answer.serviceMicros() * 1_000L);
  }

  /** A result that nobody waited for any more. */
  static Outcome late(
      InferenceRequest request,
      Placement placement,
      ModelResult.Predicted predicted,
      long nowNanos) {
    return result(request, Status.LATE, placement, predicted, nowNanos);
  }

  /** An explicit error. */
  static Outcome nothing(InferenceRequest request, Refusal refusal, long nowNanos) {
    return new Outcome(
        request.route,
        request.payloadId,
        refusal.status(),
        Placement.NONE,
        refusal.reason(),
        refusal.detail(),
        Optional.empty(),
        Optional.empty(),
        request.predictedLocalNanos,
        request.predictedCloudNanos,
        0,
        nowNanos - request.arrivalNanos);
  }

  private static Status inTime(InferenceRequest request, long nowNanos) {
    return nowNanos <= request.deadlineNanos ? Status.OK : Status.LATE;
  }

  private static Outcome result(
      InferenceRequest request,
      Status status,
      Placement placement,
      ModelResult.Predicted predicted,
      long nowNanos) {
    return new Outcome(
        request.route,
        request.payloadId,
        status,
        placement,
        request.reason,
        "",
        Optional.of(predicted.model()),
        Optional.of(predicted.prediction()),
        request.predictedLocalNanos,
        request.predictedCloudNanos,
        predicted.serviceNanos(),
        nowNanos - request.arrivalNanos);
  }
}
