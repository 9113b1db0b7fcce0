package dev.sluice.edge.core;

import dev.sluice.mqtt.Message;
import dev.sluice.mqtt.Payload;
import dev.sluice.mqtt.PublishProperties;
import dev.sluice.mqtt.Qos;
import dev.sluice.mqtt.UserProperty;
import dev.sluice.offload.Decision;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes an outcome as a message: JSON for everybody, the same as User Properties for MQTT 5. */
final class AnswerWriter {
  private static final JsonFactory JSON = new JsonFactory();
  private static final double NANOS_PER_MS = 1e6;

  private AnswerWriter() {}

  static Message write(Outcome outcome, Reply reply) {
    return write(outcome, reply, json -> {});
  }

  /**
   * @param more adds fields to the JSON
   */
  static Message write(Outcome outcome, Reply reply, Consumer<JsonGenerator> more) {
    byte[] json = object(fields -> writeFields(fields, outcome, more));
    return message(reply, reply.qos(), json, userProperties(outcome));
  }

  /** JSON to whoever is answered. */
  static Message message(Reply reply, Qos qos, byte[] json, List<UserProperty> user) {
    PublishProperties properties =
        new PublishProperties(
            OptionalInt.of(1),
            OptionalLong.empty(),
            Optional.of("application/json"),
            Optional.empty(),
            reply.correlationData(),
            user);
    return new Message(reply.topic(), Payload.of(json), qos, false, properties);
  }

  static byte[] object(Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static List<UserProperty> userProperties(Outcome outcome) {
    List<UserProperty> list = new ArrayList<>(9);
    list.add(new UserProperty("x-status", outcome.status().word()));
    list.add(new UserProperty("x-placement", outcome.placement().word()));
    list.add(new UserProperty("x-reason", outcome.reason()));
    outcome
        .model()
        .ifPresent(
            model -> {
              list.add(new UserProperty("x-model", model.name()));
              list.add(new UserProperty("x-model-version", model.version()));
            });
    outcome
        .prediction()
        .ifPresent(p -> list.add(new UserProperty("x-confidence", decimals(p.confidence()))));
    list.add(new UserProperty("x-infer-ms", decimals(ms(outcome.inferNanos()))));
    list.add(new UserProperty("x-total-ms", decimals(ms(outcome.totalNanos()))));
    return list;
  }

  private static void writeFields(
      JsonGenerator json, Outcome outcome, Consumer<JsonGenerator> more) {
    outcome.id().ifPresent(id -> json.writeStringProperty("id", id));
    json.writeStringProperty("route", outcome.route().name());
    json.writeNumberProperty("policyVersion", outcome.route().version());
    json.writeStringProperty("status", outcome.status().word());
    json.writeStringProperty("placement", outcome.placement().word());
    json.writeStringProperty("reason", outcome.reason());
    if (!outcome.detail().isEmpty()) {
      json.writeStringProperty("detail", outcome.detail());
    }
    writeResult(json, outcome);
    more.accept(json);
    writePrediction(json, "predictedEdgeMs", outcome.predictedLocalNanos());
    writePrediction(json, "predictedCloudMs", outcome.predictedCloudNanos());
    json.writeNumberProperty("inferMs", rounded(ms(outcome.inferNanos())));
    json.writeNumberProperty("totalMs", rounded(ms(outcome.totalNanos())));
  }

  private static void writeResult(JsonGenerator json, Outcome outcome) {
    outcome
        .model()
        .ifPresent(
            model -> {
              json.writeStringProperty("model", model.name());
              json.writeStringProperty("modelVersion", model.version());
            });
    outcome
        .prediction()
        .ifPresent(
            p -> {
              json.writeStringProperty("label", p.label());
              json.writeNumberProperty("score", rounded(p.score()));
              json.writeNumberProperty("confidence", rounded(p.confidence()));
            });
  }

  private static void writePrediction(JsonGenerator json, String name, long nanos) {
    if (nanos != Decision.UNKNOWN) {
      json.writeNumberProperty(name, rounded(ms(nanos)));
    }
  }

  private static double ms(long nanos) {
    return nanos / NANOS_PER_MS;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
