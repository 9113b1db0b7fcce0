package dev.sluice.config;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says what a schema keyword found wrong, in words that tell what to write instead. */
final class FaultWords {
  private static final int FOUND_CHARS_MAX = 40;

  private final Error error;
  private final JsonNode schema;

  /**
   * @param schema the schema object that the failed keyword stands in
   */
  FaultWords(Error error, JsonNode schema) {
    this.error = error;
    this.schema = schema;
  }

  /** A key that was once known says where its meaning has gone. */
  String unknownKey() {
    JsonNode removed = schema.path("removedKeys").path(error.getProperty());
    if (removed.isString()) {
      return removed.asString();
    }
    List<String> known = new ArrayList<>(schema.path("properties").propertyNames());
    return NearestWord.to(error.getProperty(), known)
        .map(word -> "unknown key: did you mean '" + word + "'?")
        .orElse("unknown key: known here are " + String.join(", ", known));
  }

  String text() {
    if (error.getInstanceNode().isNull()) {
      return "has no value: write one, or leave the key out";
    }
    return must() + " (found " + found(error.getInstanceNode()) + ")";
  }

  /** Without what was found, which may be a secret. */
  String must() {
    String limit = error.getSchemaNode().asString("");
    return switch (error.getKeyword()) {
      case "type" -> "must be " + type();
      case "pattern" -> schema.path("patternErrorMessage").asString("must match " + limit);
      case "minimum" -> "must be >= " + limit;
      case "exclusiveMinimum" -> "must be > " + limit;
      case "maximum" -> "must be <= " + limit;
      case "exclusiveMaximum" -> "must be < " + limit;
      case "enum" -> "must be one of " + words(error.getSchemaNode());
      case "const" -> "must be " + found(error.getSchemaNode());
      case "minLength" -> "must have at least " + limit + " characters";
      case "maxLength" -> "must have at most " + limit + " characters";
      case "minItems" -> "must have at least " + limit + " items";
      case "maxItems" -> "must have at most " + limit + " items";
      case "uniqueItems" -> "must not name the same item twice";
      default -> error.getMessage();
    };
  }

  /** A value with a written form of its own says that form rather than "text". */
  private String type() {
    String type = schema.path("type").asString("another kind of value");
    if (schema.has("patternErrorMessage") && !error.getInstanceNode().isContainer()) {
      return schema.get("patternErrorMessage").asString().replaceFirst("^must be ", "");
    }
    return switch (type) {
      case "string" -> error.getInstanceNode().isContainer() ? "text" : "text: put it in quotes";
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
