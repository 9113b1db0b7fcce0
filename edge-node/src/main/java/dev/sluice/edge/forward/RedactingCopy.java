package dev.sluice.edge.forward;

import dev.sluice.edge.core.forward.Redaction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Copies one JSON text token by token, and writes some of its fields in another way. */
final class RedactingCopy {
  private static final String MASKED = "***";

  private final JsonFactory factory;
  private final JsonParser json;
  private final Pseudonyms pseudonyms;
  private boolean changed;

  RedactingCopy(JsonFactory factory, JsonParser json, Pseudonyms pseudonyms) {
    this.factory = factory;
    this.json = json;
    this.pseudonyms = pseudonyms;
  }

  /** Empty when it is not one object or array as a whole. */
  Optional<byte[]> run(List<Redaction> redactions) {
    JsonToken root = json.nextToken();
    if (root != JsonToken.START_OBJECT && root != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    byte[] copy = copied(redactions);
    return json.nextToken() == null ? Optional.of(copy) : Optional.empty();
  }

  /** Whether one of the fields was there. */
  boolean changed() {
    return changed;
  }

  private byte[] copied(List<Redaction> redactions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
      value(out, redactions, 0);
    }
    return bytes.toByteArray();
  }

  /**
   * @param live redactions whose first {@code depth} keys are those on the way to the current token
   */
  private void value(JsonGenerator out, List<Redaction> live, int depth) {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        out.writeStartObject();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          property(out, live, depth);
        }
        out.writeEndObject();
      }
      case START_ARRAY -> {
        out.writeStartArray();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          value(out, live, depth);
        }
        out.writeEndArray();
      }
      // As written: a number read and written again may have other digits.
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(json.getString());
      default -> out.copyCurrentEvent(json);
    }
  }

  private void property(JsonGenerator out, List<Redaction> live, int depth) {
    String name = json.currentName();
    json.nextToken();
    List<Redaction> below = live.isEmpty() ? live : below(live, depth, name);
    Optional<Redaction> here =
        below.stream().filter(r -> r.field().keys().size() == depth + 1).findFirst();
    if (here.isPresent()) {
      changed = true;
      redact(out, name, here.get().how());
    } else {
      out.writeName(name);
      value(out, below, depth + 1);
    }
  }

  private static List<Redaction> below(List<Redaction> live, int depth, String name) {
    return live.stream()
        .filter(r -> r.field().keys().size() > depth && r.field().keys().get(depth).equals(name))
        .toList();
  }

  private void redact(JsonGenerator out, String name, Redaction.How how) {
    switch (how) {
      case REMOVE -> json.skipChildren();
      case MASK -> {
        out.writeStringProperty(name, MASKED);
        json.skipChildren();
      }
      case HASH -> out.writeStringProperty(name, pseudonyms.of(text()));
    }
  }

  /** The current value: a text without its quotes, anything else as compact JSON. */
  private String text() {
    return json.currentToken() == JsonToken.VALUE_STRING
        ? json.getString()
        : new String(copied(List.of()), StandardCharsets.UTF_8);
  }
}
