package dev.sluice.edge.core;

import dev.sluice.offload.Decision;
import dev.sluice.offload.PlacementRequest;
import dev.sluice.offload.Privacy;
import java.util.Optional;

/** One request between its message and its terminal answer; owned by the {@link Dispatcher}. */
final class InferenceRequest {
  final long id;
  final Route route;
  final Reply reply;
  final long arrivalNanos;

  /** Monotonic; {@link PlacementRequest#NO_DEADLINE} when the answer may wait. */
  final long deadlineNanos;

  final RequestTerms terms;

  /** What route and sender say; a guard can make it stricter. */
  Privacy privacy;

  /** The sender named the route, so that silence would be no answer. */
  boolean named;

  /** From the message's properties, or known once the payload is decoded. */
  Optional<String> payloadId;

  // Known once the payload is decoded.
  float[] features = {};

  /** What the answer may be kept under; empty where the route keeps none. */
  Optional<AnswerCache.Question> question = Optional.empty();

  // Known once it is placed.
  String reason = "";
  long predictedLocalNanos = Decision.UNKNOWN;
  long predictedCloudNanos = Decision.UNKNOWN;
  Optional<Placed> record = Optional.empty();

  /** Handed to the uplink and neither answered nor returned by a lost link. */
  boolean onWire;

  /** A rescue waits or runs here while the request is out. */
  boolean alsoHere;

  /** What the model here said before the cloud was asked for a second opinion. */
  Optional<ModelResult.Predicted> first = Optional.empty();

  // The safety net.
  Fallback fallback = Fallback.IDLE;
  Optional<ModelResult.Predicted> held = Optional.empty();

  /** What the fallback model is doing for this request. */
  enum Fallback {
    IDLE,
    /** Runs in case no better answer comes; its result is held until the last moment. */
    STANDING_BY,
    /** Nothing better can come: its result is the answer. */
    ANSWERING
  }

  InferenceRequest(long id, Route route, Reply reply, long arrivalNanos, RequestTerms terms) {
    this.id = id;
    this.route = route;
    this.reply = reply;
    this.arrivalNanos = arrivalNanos;
    this.terms = terms;
    this.privacy = terms.privacy();
    this.payloadId = terms.id();
    this.deadlineNanos =
        terms
            .deadline()
            .map(span -> arrivalNanos + span.toNanos())
            .orElse(PlacementRequest.NO_DEADLINE);
  }

  boolean isPrepared() {
    return features.length > 0;
  }

  boolean hasDeadline() {
    return deadlineNanos != PlacementRequest.NO_DEADLINE;
  }

  void placed(Decision decision) {
    reason = decision.reason().name();
    predictedLocalNanos = decision.predictedLocalNanos();
    predictedCloudNanos = decision.predictedCloudNanos();
  }
}
