package dev.sluice.edge.core;

import dev.sluice.edge.core.Outcome.Status;
import dev.sluice.offload.Reason;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.chat.ChatEnvelope;

/**
 * Why a request has no result: what the explicit error says.
 *
 * @param reason stable code, {@code x-reason}
 * @param detail one line for the sender
 */
record Refusal(Status status, String reason, String detail) {
  static final Refusal TOO_MANY_OPEN =
      new Refusal(Status.SHED, "SHED_QUEUE_FULL", "too many requests are open");
  static final Refusal DEADLINE_EXPIRED =
      new Refusal(Status.EXPIRED, "DEADLINE_EXPIRED", "no answer by the deadline");

  static final Refusal NOT_MATCHED =
      new Refusal(
          Status.REJECTED, "NOT_MATCHED", "the route's 'when' does not hold for this request");

  static final Refusal CANCELLED =
      new Refusal(Status.CANCELLED, "CANCELLED", "cancelled by its requester");

  static final Refusal MUST_STAY =
      new Refusal(
          Status.REJECTED,
          "PRIVACY",
          "must not leave the gateway, and text routes are answered in the cloud");

  static final Refusal CLOUD_TOO_OLD =
      new Refusal(
          Status.FAILED,
          "CLOUD_TOO_OLD",
          "the cloud bridge does not know text requests; update it");

  static Refusal badProperty(String detail) {
    return new Refusal(Status.REJECTED, "BAD_PROPERTY", detail);
  }

  static Refusal badPayload(String detail) {
    return new Refusal(Status.REJECTED, "BAD_PAYLOAD", detail);
  }

  static Refusal modelFailed(String detail) {
    return new Refusal(Status.FAILED, "MODEL_FAILED", detail);
  }

  static Refusal shed(String reason) {
    String detail =
        reason.equals(Reason.SHED_FOR_OTHERS.name())
            ? "others need the same workers and wire more"
            : "neither side can answer in time";
    return new Refusal(Status.SHED, reason, detail);
  }

  static Refusal byCloud(Envelope.Answer answer) {
    return new Refusal(statusOf(answer.status()), "CLOUD_" + answer.status(), answer.detail());
  }

  static Refusal notOffered(String model) {
    return new Refusal(
        Status.REJECTED, "CLOUD_REJECTED", "the cloud has no chat model '" + model + "'");
  }

  static Refusal tooLong(int charsMax) {
    return new Refusal(
        Status.FAILED, "ANSWER_TOO_LONG", "the answer has more than " + charsMax + " characters");
  }

  /** Of a text request that the cloud could not answer. */
  static Refusal byCloud(ChatEnvelope.End end) {
    return new Refusal(Status.valueOf(end.status().name()), "CLOUD_" + end.status(), end.detail());
  }

  private static Status statusOf(Envelope.Status status) {
    return switch (status) {
      case OK -> Status.OK;
      case EXPIRED -> Status.EXPIRED;
      case REJECTED -> Status.REJECTED;
      case FAILED -> Status.FAILED;
      case SHED -> Status.SHED;
    };
  }
}
