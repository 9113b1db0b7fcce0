package dev.sluice.inference.openinference;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the protocol's messages as JSON. Stateless and thread-safe. */
public final class MessageWriter {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private MessageWriter() {}

  private interface Body {
    void write(JsonGenerator json);
  }

  /** Asks for one output. */
  public static byte[] request(Tensor input, String output) {
    return object(
        json -> {
          json.writeName("inputs").writeStartArray();
          tensor(json, input);
          json.writeEndArray();
          json.writeName("outputs").writeStartArray();
          json.writeStartObject().writeStringProperty("name", output).writeEndObject();
          json.writeEndArray();
        });
  }

  /**
   * @param id of the request; none where it had none
   * @param parameters what else is known of the answer
   */
  public static byte[] response(
      String model,
      String version,
      Optional<String> id,
      Tensor output,
      Map<String, Object> parameters) {
    return object(
        json -> {
          json.writeStringProperty("model_name", model);
          json.writeStringProperty("model_version", version);
          id.ifPresent(known -> json.writeStringProperty("id", known));
          json.writeName("outputs").writeStartArray();
          tensor(json, output);
          json.writeEndArray();
          json.writeName("parameters").writeStartObject();
          parameters.forEach((name, value) -> parameter(json, name, value));
          json.writeEndObject();
        });
  }

  /** What a model is. */
  public static byte[] metadata(
      String model, String version, String platform, Tensor input, Tensor output) {
    return object(
        json -> {
          json.writeStringProperty("name", model);
          json.writeName("versions").writeStartArray().writeString(version).writeEndArray();
          json.writeStringProperty("platform", platform);
          described(json, "inputs", input);
          described(json, "outputs", output);
        });
  }

  /** What a server is. */
  public static byte[] server(String name, String version, List<String> extensions) {
    return object(
        json -> {
          json.writeStringProperty("name", name);
          json.writeStringProperty("version", version);
          json.writeName("extensions").writeStartArray();
          extensions.forEach(json::writeString);
          json.writeEndArray();
        });
  }

  /** Whether something is so, such as {@code live}. */
  public static byte[] flag(String name, boolean value) {
    return object(json -> json.writeBooleanProperty(name, value));
  }

  public static byte[] error(String text) {
    return object(json -> json.writeStringProperty("error", text));
  }

  private static byte[] object(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      body.write(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void described(JsonGenerator json, String side, Tensor tensor) {
    json.writeName(side).writeStartArray().writeStartObject();
    json.writeStringProperty("name", tensor.name());
    json.writeStringProperty("datatype", tensor.datatype());
    shape(json, tensor);
    json.writeEndObject().writeEndArray();
  }

  private static void tensor(JsonGenerator json, Tensor tensor) {
    json.writeStartObject();
    json.writeStringProperty("name", tensor.name());
    shape(json, tensor);
    json.writeStringProperty("datatype", tensor.datatype());
    json.writeName("data").writeStartArray();
    for (float value : tensor.data()) {
      json.writeNumber(value);
    }
    json.writeEndArray().writeEndObject();
  }

  private static void shape(JsonGenerator json, Tensor tensor) {
    json.writeName("shape").writeStartArray();
    tensor.shape().forEach(json::writeNumber);
    json.writeEndArray();
  }

  private static void parameter(JsonGenerator json, String name, Object value) {
    if (value instanceof Float number) {
      json.writeNumberProperty(name, number);
    } else {
      json.writeStringProperty(name, value.toString());
    }
  }
}
