package dev.sluice.inference.openai;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * One reading of one event's JSON, or of the body of an error, token by token and within bounds.
 * Fields that mean nothing here are skipped; those that do must have their form.
 */
final class ChunkReader {
  private static final int DEPTH_MAX = 32;
  private static final int NUMBER_CHARS_MAX = 64;
  private static final int NAME_CHARS_MAX = 256;
  private static final int WORD_CHARS_MAX = 128;
  private static final int ERROR_CHARS_MAX = 160;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_CHARS_MAX)
                  .maxNameLength(NAME_CHARS_MAX)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  private final JsonParser json;
  private final StringBuilder text = new StringBuilder();
  private Optional<String> finish = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<String> error = Optional.empty();

  private ChunkReader(JsonParser json) {
    this.json = json;
  }

  /**
   * @throws StreamException naming what was expected
   */
  static Chunk read(String event) throws StreamException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), event)) {
      return new ChunkReader(json).chunk();
    } catch (JacksonException e) {
      throw new StreamException("an event that is not valid JSON, or too deep or too long");
    }
  }

  /** What the body of an error says, in one line; empty where it says nothing that is known. */
  static String error(String body) {
    try {
      return read(body).error().orElse("");
    } catch (StreamException e) {
      return "";
    }
  }

  private Chunk chunk() throws StreamException {
    require(json.nextToken() == JsonToken.START_OBJECT, "that is no object");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "choices" -> choices();
        case "model" -> model = word();
        case "error" -> error = Optional.of(errorText());
        default -> json.skipChildren();
      }
    }
    require(json.nextToken() == null, "with something behind its JSON");
    return new Chunk(text.toString(), finish, model, error);
  }

  private void choices() throws StreamException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    require(json.currentToken() == JsonToken.START_ARRAY, "whose choices are no list");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json.currentToken() == JsonToken.START_OBJECT, "with a choice that is no object");
      choice();
    }
  }

  /** One answer is asked for, so that each choice is of that one. */
  private void choice() throws StreamException {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "delta" -> delta();
        case "finish_reason" -> finish = word().or(() -> finish);
        default -> json.skipChildren();
      }
    }
  }

  private void delta() throws StreamException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    require(json.currentToken() == JsonToken.START_OBJECT, "whose delta is no object");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean content = json.currentName().equals("content");
      JsonToken value = json.nextToken();
      if (content && value != JsonToken.VALUE_NULL) {
        require(value == JsonToken.VALUE_STRING, "whose content is no text");
        text.append(json.getString());
      } else {
        json.skipChildren();
      }
    }
  }

  private Optional<String> word() throws StreamException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    require(json.currentToken() == JsonToken.VALUE_STRING, "with a word that is no text");
    return Optional.of(oneLine(json.getString(), WORD_CHARS_MAX));
  }

  /** An object with a message, or the message itself. */
  private String errorText() {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      String said = json.currentToken().isScalarValue() ? json.getString() : "";
      json.skipChildren();
      return oneLine(said, ERROR_CHARS_MAX);
    }
    String message = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean said = json.currentName().equals("message");
      boolean scalar = json.nextToken().isScalarValue();
      message = said && scalar ? oneLine(json.getString(), ERROR_CHARS_MAX) : message;
      json.skipChildren();
    }
    return message;
  }

  private static String oneLine(String said, int charsMax) {
    String cut = said.substring(0, Math.min(said.length(), charsMax));
    return cut.replaceAll("[^\\x20-\\x7e]+", " ").strip();
  }

  private static void require(boolean holds, String fault) throws StreamException {
    if (!holds) {
      throw new StreamException("an event " + fault);
    }
  }
}
