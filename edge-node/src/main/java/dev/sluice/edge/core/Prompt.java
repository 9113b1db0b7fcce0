package dev.sluice.edge.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.mqtt.Payload;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What a payload asks.
 *
 * @param text not blank
 * @param id the sender's own name for it
 */
record Prompt(String text, Optional<String> id) {
  static final int ID_CHARS_MAX = 256;
  private static final int DEPTH_MAX = 64;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
          .build();

  /** A payload holds no prompt; the message is one line for the sender. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  static Prompt of(TextRoute route, Payload payload) throws UnreadableException {
    require(
        payload.size() <= route.promptBytesMax(),
        "the payload has more than " + route.promptBytesMax() + " bytes");
    Prompt prompt =
        route.keys().isPresent()
            ? json(route.keys().get(), payload)
            : new Prompt(utf8(payload), Optional.empty());
    require(!prompt.text().isBlank(), "the prompt is empty");
    return prompt;
  }

  /** The id alone, of a payload that is a JSON object. */
  static Optional<String> id(String key, Payload payload) throws UnreadableException {
    return read(new TextRoute.Keys("", key), payload).id();
  }

  private static String utf8(Payload payload) throws UnreadableException {
    try {
      return UTF_8.newDecoder().decode(payload.asReadOnlyBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException("the payload is not UTF-8");
    }
  }

  private static Prompt json(TextRoute.Keys keys, Payload payload) throws UnreadableException {
    Fields fields = read(keys, payload);
    if (fields.prompt().isEmpty()) {
      throw new UnreadableException("the payload has no key '" + keys.prompt() + "' with a text");
    }
    return new Prompt(fields.prompt().get(), fields.id());
  }

  /** What was found in an object. */
  private record Fields(Optional<String> prompt, Optional<String> id) {}

  private static Fields read(TextRoute.Keys keys, Payload payload) throws UnreadableException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload.bytes())) {
      require(json.nextToken() == JsonToken.START_OBJECT, "the payload is no JSON object");
      return fields(keys, json);
    } catch (JacksonException e) {
      throw new UnreadableException("the payload is not valid JSON, or too deep");
    }
  }

  private static Fields fields(TextRoute.Keys keys, JsonParser json) throws UnreadableException {
    Optional<String> prompt = Optional.empty();
    Optional<String> id = Optional.empty();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      boolean text = value == JsonToken.VALUE_STRING;
      if (name.equals(keys.prompt()) && text) {
        prompt = Optional.of(json.getString());
      } else if (name.equals(keys.id()) && (text || value == JsonToken.VALUE_NUMBER_INT)) {
        id = Optional.of(json.getString());
      } else {
        json.skipChildren();
      }
    }
    require(json.nextToken() == null, "something follows the JSON object");
    require(id.map(String::length).orElse(0) <= ID_CHARS_MAX, "the id is too long");
    return new Fields(prompt, id);
  }

  private static void require(boolean holds, String fault) throws UnreadableException {
    if (!holds) {
      throw new UnreadableException(fault);
    }
  }
}
