package dev.sluice.cloud.backbone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.cloud.core.JobResult;
import dev.sluice.target.backbone.BackboneRecord;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Requests and results as records that anybody reads: JSON, and text in headers. Numbers that do
 * not fit a JSON reader's double, epochs and request ids, are text.
 */
final class Records {
  static final String ASK = "x-ask";
  static final String STATUS = "x-status";
  private static final String EDGE = "x-edge";
  private static final String EPOCH = "x-epoch";
  private static final String REQUEST = "x-request";
  private static final String MODEL = "x-model";
  private static final String MODEL_VERSION = "x-model-version";
  private static final String CONFIDENCE = "x-confidence";
  private static final String REMAINING_MS = "x-remaining-ms";
  private static final String PRIORITY = "x-priority";
  private static final long NANOS_PER_MICRO = 1_000;

  private Records() {}

  /**
   * @param remainingMs of the request, at {@code nowMillis}
   */
  static BackboneRecord request(
      String ask, String key, Envelope.Request request, long remainingMs, long nowMillis) {
    Map<String, String> headers = identity(ask, request.link(), request.requestId());
    headers.put(MODEL, request.model());
    headers.put(REMAINING_MS, Long.toString(remainingMs));
    headers.put(PRIORITY, Integer.toString(request.priority()));
    var features = new JsonArray();
    for (float feature : request.features()) {
      features.add(feature);
    }
    var value = new JsonObject().put("model", request.model()).put("features", features);
    return new BackboneRecord(key, headers, bytes(value), nowMillis);
  }

  /**
   * @throws IllegalArgumentException for what is no request
   */
  static Asked asked(BackboneRecord record) {
    try {
      JsonArray features = new JsonObject(text(record)).getJsonArray("features", new JsonArray());
      var request =
          new Envelope.Request(
              new LinkId(record.header(EDGE), Long.parseLong(record.header(EPOCH))),
              Long.parseLong(record.header(REQUEST)),
              record.header(MODEL),
              Long.parseLong(record.header(REMAINING_MS)),
              Integer.parseInt(record.header(PRIORITY)),
              floats(features));
      return new Asked(record.header(ASK), request, record.timeMillis());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * @param answer of the worker, whose link and id are the worker's own
   */
  static BackboneRecord result(Asked asked, Envelope.Answer answer, long nowMillis) {
    Envelope.Request request = asked.request();
    String status = answer.status().name().toLowerCase(Locale.ROOT);
    Map<String, String> headers = identity(asked.ask(), request.link(), request.requestId());
    headers.put(MODEL, request.model());
    headers.put(MODEL_VERSION, answer.modelVersion());
    headers.put(STATUS, status);
    headers.put(CONFIDENCE, Float.toString(answer.confidence()));
    JsonObject value = value(request, answer).put("status", status);
    return new BackboneRecord(request.link().edgeId(), headers, bytes(value), nowMillis);
  }

  private static JsonObject value(Envelope.Request request, Envelope.Answer answer) {
    return new JsonObject()
        .put("edge", request.link().edgeId())
        .put("epoch", Long.toString(request.link().epoch()))
        .put("request", Long.toString(request.requestId()))
        .put("model", request.model())
        .put("model-version", answer.modelVersion())
        .put("label", answer.label())
        .put("score", answer.score())
        .put("confidence", answer.confidence())
        .put("queue-micros", answer.queueMicros())
        .put("service-micros", answer.serviceMicros())
        .put("detail", answer.detail());
  }

  /**
   * What became of a request, without whose it was.
   *
   * @throws IllegalArgumentException for what is no result
   */
  static JobResult result(BackboneRecord record) {
    try {
      var value = new JsonObject(text(record));
      String word = value.getString("status", "").toUpperCase(Locale.ROOT);
      var status = Envelope.Status.valueOf(word);
      long serviceNanos = value.getLong("service-micros", 0L) * NANOS_PER_MICRO;
      return status == Envelope.Status.OK
          ? new JobResult.Done(
              value.getString("label", ""),
              value.getFloat("score"),
              value.getFloat("confidence"),
              value.getString("model-version", ""),
              serviceNanos)
          : new JobResult.Refused(status, value.getString("detail", ""), serviceNanos);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Map<String, String> identity(String ask, LinkId link, long requestId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(ASK, ask);
    headers.put(EDGE, link.edgeId());
    headers.put(EPOCH, Long.toString(link.epoch()));
    headers.put(REQUEST, Long.toString(requestId));
    return headers;
  }

  /** What is no number in JSON, such as NaN, is text. */
  private static float[] floats(JsonArray array) {
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.parseFloat(String.valueOf(array.getValue(i)));
    }
    return floats;
  }

  private static String text(BackboneRecord record) {
    return new String(record.value(), UTF_8);
  }

  private static byte[] bytes(JsonObject value) {
    return value.encode().getBytes(UTF_8);
  }
}
