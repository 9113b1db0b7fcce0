package dev.sluice.sim.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sim.config.GroupConfig.PayloadFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Writes frames as payloads of one format and finds the id in them again. */
record FrameCodec(PayloadFormat format) {
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] encode(String id, float[] values) {
    return format.isImage() ? Photograph.encode(values, format) : text(id, values);
  }

  private byte[] text(String id, float[] values) {
    StringBuilder text = new StringBuilder(16 + values.length * 12);
    if (format == PayloadFormat.JSON) {
      json(text, id, values);
    } else {
      csv(text, id, values);
    }
    return text.toString().getBytes(UTF_8);
  }

  /** Empty where the payload is not of this format, or one that holds no id. */
  Optional<String> id(byte[] payload) {
    return switch (format) {
      case JSON -> jsonId(payload);
      case CSV -> csvId(payload);
      case PNG, JPEG -> Optional.empty();
    };
  }

  private static void json(StringBuilder text, String id, float[] values) {
    text.append("{\"id\":\"").append(id).append("\",\"values\":[");
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ",").append(values[i]);
    }
    text.append("]}");
  }

  private static void csv(StringBuilder text, String id, float[] values) {
    for (float value : values) {
      text.append(id).append(',').append(value).append('\n');
    }
  }

  private static Optional<String> jsonId(byte[] payload) {
    try {
      JsonNode id = JSON.readTree(payload).path("id");
      return id.isString() ? Optional.of(id.stringValue()) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<String> csvId(byte[] payload) {
    String text = new String(payload, UTF_8);
    int comma = text.indexOf(',');
    return comma <= 0 ? Optional.empty() : Optional.of(text.substring(0, comma));
  }
}
