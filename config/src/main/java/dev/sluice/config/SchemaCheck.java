package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Checks a value by the keywords of JSON Schema 2020-12 that our schemas use, and by nothing else:
 * a keyword that is not known here is our mistake and throws {@link IllegalStateException}. A
 * library for the whole standard would bring seven hundred classes to each start; a test compares
 * the two.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation">JSON Schema
 *     Validation</a>
 */
final class SchemaCheck {
  private final ValueRules rules = new ValueRules();
  private final List<Violation> violations = new ArrayList<>();

  private SchemaCheck() {}

  /**
   * @param schema expanded: without references
   */
  static List<Violation> of(JsonNode value, JsonNode schema) {
    SchemaCheck check = new SchemaCheck();
    check.check(value, schema, FieldPath.ROOT);
    return List.copyOf(check.violations);
  }

  /** Of a value of another type nothing else is said. */
  private void check(JsonNode value, JsonNode schema, FieldPath at) {
    if (schema.has("type") && !rules.obeys(value, "type", schema.get("type"))) {
      violations.add(new Violation("type", at, schema, value));
    } else {
      schema.propertyNames().forEach(keyword -> check(keyword, value, schema, at));
    }
  }

  private void check(String keyword, JsonNode value, JsonNode schema, FieldPath at) {
    JsonNode limit = schema.get(keyword);
    switch (keyword) {
      case "properties" -> properties(value, limit, at);
      case "additionalProperties" -> otherProperties(value, schema, at);
      case "propertyNames" -> propertyNames(value, schema, at);
      case "required" -> required(value, schema, at);
      case "items" -> items(value, limit, at);
      // For readers, for editors and for our own words.
      case "$schema", "title", "description", "default", "patternErrorMessage", "removedKeys" -> {}
      default -> {
        if (!rules.obeys(value, keyword, limit)) {
          violations.add(new Violation(keyword, at, schema, value));
        }
      }
    }
  }

  private void properties(JsonNode value, JsonNode properties, FieldPath at) {
    properties.forEachEntry(
        (key, property) -> {
          if (value.has(key)) {
            check(value.get(key), property, at.child(key));
          }
        });
  }

  private void otherProperties(JsonNode value, JsonNode schema, FieldPath at) {
    JsonNode others = schema.get("additionalProperties");
    value.forEachEntry(
        (key, property) -> {
          if (schema.path("properties").has(key)) {
            return;
          }
          if (others.isObject()) {
            check(property, others, at.child(key));
          } else if (!others.asBoolean()) {
            violations.add(new Violation("additionalProperties", at.child(key), schema, property));
          }
        });
  }

  private void propertyNames(JsonNode value, JsonNode schema, FieldPath at) {
    for (String key : value.propertyNames()) {
      JsonNode name = JsonNodeFactory.instance.stringNode(key);
      if (!of(name, schema.get("propertyNames")).isEmpty()) {
        violations.add(new Violation("propertyNames", at.child(key), schema, name));
      }
    }
  }

  private void required(JsonNode value, JsonNode schema, FieldPath at) {
    if (!value.isObject()) {
      return;
    }
    for (JsonNode name : schema.get("required")) {
      if (!value.has(name.asString())) {
        violations.add(new Violation("required", at.child(name.asString()), schema, value));
      }
    }
  }

  private void items(JsonNode value, JsonNode schema, FieldPath at) {
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(value.get(i), schema, at.child(i));
      }
    }
  }
}
