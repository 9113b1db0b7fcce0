package dev.sluice.inference.openai;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes the body of a request for a streamed chat completion. */
final class PromptWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private PromptWriter() {}

  static byte[] write(ChatTerms terms, String prompt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + prompt.length());
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("model", terms.model());
      json.writeBooleanProperty("stream", true);
      json.writeArrayPropertyStart("messages");
      terms.system().ifPresent(system -> message(json, "system", system));
      message(json, "user", prompt);
      json.writeEndArray();
      terms.tokensMax().ifPresent(most -> json.writeNumberProperty("max_tokens", most));
      terms.temperature().ifPresent(value -> json.writeNumberProperty("temperature", value));
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void message(JsonGenerator json, String role, String content) {
    json.writeStartObject();
    json.writeStringProperty("role", role);
    json.writeStringProperty("content", content);
    json.writeEndObject();
  }
}
