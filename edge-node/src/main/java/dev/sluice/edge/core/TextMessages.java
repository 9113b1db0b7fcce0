package dev.sluice.edge.core;

import dev.sluice.edge.core.Outcome.ModelName;
import dev.sluice.edge.core.Outcome.Placement;
import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.Decision;
import dev.sluice.offload.Reason;
import dev.sluice.uplink.chat.ChatEnvelope;
import java.util.List;
import java.util.Optional;

/** Parts and terminal answers of text requests, as outcomes and as messages. */
final class TextMessages {
  static final String PART = "x-part";
  private static final long NANOS_PER_MS = 1_000_000;

  private TextMessages() {}

  /** The next of an answer: whoever misses it has all of it at the end. */
  static Message part(TextRequest request, String text) {
    int number = request.parts++;
    byte[] json =
        AnswerWriter.object(
            fields -> {
              request.payloadId.ifPresent(id -> fields.writeStringProperty("id", id));
              fields.writeStringProperty("route", request.text.route().name());
              fields.writeNumberProperty("part", number);
              fields.writeStringProperty("text", text);
            });
    List<UserProperty> user = List.of(new UserProperty(PART, Integer.toString(number)));
    return AnswerWriter.message(request.reply, Qos.AT_MOST_ONCE, json, user);
  }

  /**
   * The terminal answer.
   *
   * @param text what has come of it, all of it where all is well
   * @param finish why the text ends, in the server's word; may be empty
   */
  static Message end(TextRequest request, Outcome outcome, String text, String finish) {
    return AnswerWriter.write(
        outcome,
        request.reply,
        fields -> {
          if (outcome.status() == Outcome.Status.OK || !text.isEmpty()) {
            fields.writeStringProperty("text", text);
          }
          if (!finish.isEmpty()) {
            fields.writeStringProperty("finish", finish);
          }
          if (request.text.growing()) {
            fields.writeNumberProperty("parts", request.parts);
          }
        });
  }

  static Outcome answered(TextRequest request, ChatEnvelope.End end, long nowNanos) {
    return outcome(
        request,
        new Refusal(Outcome.Status.OK, Reason.FIXED.name(), ""),
        Optional.of(new ModelName(request.text.route().model(), end.model())),
        end.serviceMs() * NANOS_PER_MS,
        nowNanos);
  }

  static Outcome refused(TextRequest request, Refusal refusal, long nowNanos) {
    return outcome(request, refusal, Optional.empty(), 0, nowNanos);
  }

  private static Outcome outcome(
      TextRequest request, Refusal why, Optional<ModelName> model, long inferNanos, long nowNanos) {
    return new Outcome(
        request.text.route(),
        request.payloadId,
        why.status(),
        model.isPresent() ? Placement.CLOUD : Placement.NONE,
        why.reason(),
        why.detail(),
        model,
        Optional.empty(),
        Decision.UNKNOWN,
        Decision.UNKNOWN,
        inferNanos,
        nowNanos - request.arrivalNanos);
  }
}
