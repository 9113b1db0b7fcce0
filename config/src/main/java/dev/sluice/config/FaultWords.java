package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says what a schema keyword found wrong, in words that tell what to write instead. */
final class FaultWords {
  private static final int FOUND_CHARS_MAX = 40;

  private final Violation violation;

  FaultWords(Violation violation) {
    this.violation = violation;
  }

  /** A key that was once known says where its meaning has gone. */
  String unknownKey() {
    String key = violation.at().name();
    JsonNode removed = violation.schema().path("removedKeys").path(key);
    if (removed.isString()) {
      return removed.asString();
    }
    List<String> known = new ArrayList<>(violation.schema().path("properties").propertyNames());
    return NearestWord.to(key, known)
        .map(word -> "unknown key: did you mean '" + word + "'?")
        .orElse("unknown key: known here are " + String.join(", ", known));
  }

  String text() {
    if (violation.value().isNull()) {
      return "has no value: write one, or leave the key out";
    }
    return must() + " (found " + found(violation.value()) + ")";
  }

  /** Of a key that the user chose. */
  String badName() {
    String pattern = violation.limit().path("pattern").asString("");
    return "is no name here: must match " + pattern;
  }

  /** Without what was found, which may be a secret. */
  String must() {
    String limit = violation.limit().asString("");
    return switch (violation.keyword()) {
      case "type" -> "must be " + type();
      case "pattern" ->
          violation.schema().path("patternErrorMessage").asString("must match " + limit);
      case "minimum" -> "must be >= " + limit;
      case "exclusiveMinimum" -> "must be > " + limit;
      case "maximum" -> "must be <= " + limit;
      case "exclusiveMaximum" -> "must be < " + limit;
      case "enum" -> "must be one of " + words(violation.limit());
      case "minLength" -> "must have at least " + limit + " characters";
      case "maxLength" -> "must have at most " + limit + " characters";
      case "minItems" -> "must have at least " + limit + " items";
      case "maxItems" -> "must have at most " + limit + " items";
      case "uniqueItems" -> "must not name the same item twice";
      case "maxProperties" -> "must have at most " + limit + " keys";
      default -> throw new IllegalStateException("no words for " + violation.keyword());
    };
  }

  /** A value with a written form of its own says that form rather than "text". */
  private String type() {
    JsonNode schema = violation.schema();
    String type = schema.path("type").asString("another kind of value");
    if (schema.has("patternErrorMessage") && !violation.value().isContainer()) {
      return schema.get("patternErrorMessage").asString().replaceFirst("^must be ", "");
    }
    return switch (type) {
      case "string" -> violation.value().isContainer() ? "text" : "text: put it in quotes";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a group of keys";
      default -> type;
    };
  }

  private static String words(JsonNode values) {
    return values.valueStream().map(value -> value.asString("")).collect(Collectors.joining(", "));
  }

  private static String found(JsonNode value) {
    if (value.isObject()) {
      return "a group of keys";
    }
    if (value.isArray()) {
      return "a list of " + value.size();
    }
    String text = value.asString("").replaceAll("\\p{Cntrl}", "?");
    String shown =
        text.length() <= FOUND_CHARS_MAX ? text : text.substring(0, FOUND_CHARS_MAX) + "...";
    return value.isString() ? "'" + shown + "'" : shown;
  }
}
