package dev.sluice.config;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a configuration file may say: checks a tree, and completes it with default values. */
final class ConfigSchema {
  private final JsonNode source;

  private ConfigSchema(JsonNode source) {
    this.source = source;
  }

  /**
   * @param name class path name, such as {@code /schema/edge.schema.json}
   */
  static ConfigSchema load(String name) {
    return new ConfigSchema(SchemaSource.read(name));
  }

  List<Fault> check(ConfigTree tree) {
    return SchemaCheck.of(tree.root(), source).stream()
        .map(violation -> fault(violation, tree))
        .toList();
  }

  private static Fault fault(Violation violation, ConfigTree tree) {
    FieldPath at = violation.at();
    FaultWords words = new FaultWords(violation);
    return switch (violation.keyword()) {
      case "additionalProperties" -> new Fault(tree.placeOfKey(at), at, words.unknownKey());
      case "propertyNames" -> new Fault(tree.placeOfKey(at), at, words.badName());
      case "required" -> new Fault(tree.placeOf(at), at, "is missing: it has no default");
      default -> new Fault(tree.placeOf(at), at, SecretField.is(at) ? words.must() : words.text());
    };
  }

  /** Puts each absent value that has a default in; the tree must have passed the check. */
  void fillDefaults(ConfigTree tree) {
    fill(tree.root(), source);
  }

  private static void fill(JsonNode node, JsonNode schema) {
    if (node instanceof ObjectNode object) {
      schema
          .path("properties")
          .forEachEntry(
              (key, property) -> {
                if (!object.has(key) && property.has("default")) {
                  object.set(key, property.get("default").deepCopy());
                }
                fill(object.path(key), property);
              });
      fillOthers(object, schema);
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> fill(item, schema.path("items")));
    }
  }

  /** Maps with keys of the user's choice describe their values under additionalProperties. */
  private static void fillOthers(ObjectNode object, JsonNode schema) {
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject()) {
      object.forEachEntry(
          (key, value) -> {
            if (!schema.path("properties").has(key)) {
              fill(value, others);
            }
          });
    }
  }
}
