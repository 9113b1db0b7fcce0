package dev.sluice.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the keywords of a schema ask of one value, whatever is around it. */
final class ValueRules {
  private final Map<String, Pattern> patterns = new HashMap<>();

  /** A keyword that is not for this kind of value is obeyed. */
  boolean obeys(JsonNode value, String keyword, JsonNode limit) {
    return switch (keyword) {
      case "type" -> hasType(value, limit);
      case "enum" -> contains(limit, value);
      case "pattern", "minLength", "maxLength" ->
          !value.isString() || fits(value.asString(), keyword, limit);
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
          !value.isNumber() || fits(value, keyword, limit);
      case "minItems" -> !value.isArray() || value.size() >= limit.asInt();
      case "maxItems" -> !value.isArray() || value.size() <= limit.asInt();
      case "uniqueItems" -> !value.isArray() || !limit.asBoolean() || areUnique(value);
      case "maxProperties" -> !value.isObject() || value.size() <= limit.asInt();
      default -> throw new IllegalStateException("schema keyword '" + keyword + "' is not known");
    };
  }

  /** One type, or any of several. */
  private static boolean hasType(JsonNode value, JsonNode types) {
    if (!types.isArray()) {
      return hasType(value, types.asString());
    }
    for (JsonNode type : types) {
      if (hasType(value, type.asString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isNumber() && value.doubleValue() % 1 == 0;
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalStateException("schema type '" + type + "' is not known");
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode each : values) {
      if (each.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(String text, String keyword, JsonNode limit) {
    return switch (keyword) {
      case "pattern" -> matches(text, limit.asString());
      case "minLength" -> text.codePointCount(0, text.length()) >= limit.asInt();
      default -> text.codePointCount(0, text.length()) <= limit.asInt();
    };
  }

  /** Found anywhere; but a last {@code $} is the very end, not a line's end before it. */
  private boolean matches(String text, String regex) {
    Matcher matcher = patterns.computeIfAbsent(regex, Pattern::compile).matcher(text);
    return matcher.find() && (!regex.endsWith("$") || matcher.end() == text.length());
  }

  private static boolean fits(JsonNode value, String keyword, JsonNode limit) {
    int order = value.decimalValue().compareTo(limit.decimalValue());
    return switch (keyword) {
      case "minimum" -> order >= 0;
      case "maximum" -> order <= 0;
      case "exclusiveMinimum" -> order > 0;
      default -> order < 0;
    };
  }

  private static boolean areUnique(JsonNode list) {
    Set<JsonNode> seen = new HashSet<>();
    for (JsonNode item : list) {
      if (!seen.add(item)) {
        return false;
      }
    }
    return true;
  }
}
