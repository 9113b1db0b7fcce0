package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Walks an expanded schema, and lists its keys. */
final class SchemaWalk {
  private static final String ITEM = "*";
  private static final String NAME = "<name>";

  private final List<ConfigField> fields = new ArrayList<>();

  private SchemaWalk() {}

  static List<ConfigField> of(JsonNode schema) {
    SchemaWalk walk = new SchemaWalk();
    walk.below(schema, "");
    return List.copyOf(walk.fields);
  }

  private void below(JsonNode schema, String prefix) {
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              String key = prefix + name;
              fields.add(
                  new ConfigField(
                      key,
                      type(property),
                      requires(schema, name),
                      Optional.of(property.path("default"))
                          .filter(node -> !node.isMissingNode())
                          .map(SchemaWalk::text),
                      property.path("description").asString("")));
              inside(property, key);
            });
    JsonNode others = schema.path("additionalProperties");
    if (others.isObject()) {
      inside(others, prefix + NAME);
    }
  }

  private void inside(JsonNode property, String key) {
    below(property, key + ".");
    JsonNode items = property.path("items");
    if (items.isObject()) {
      below(items, key + "." + ITEM + ".");
    }
  }

  private static boolean requires(JsonNode schema, String name) {
    return schema.path("required").valueStream().anyMatch(each -> each.asString("").equals(name));
  }

  private static String type(JsonNode schema) {
    if (schema.path("enum").isArray()) {
      return "one of " + words(schema.path("enum"));
    }
    if (schema.has("patternErrorMessage")) {
      return schema.path("patternErrorMessage").asString("").replaceFirst("^must be ", "");
    }
    String type = schema.path("type").asString("");
    return switch (type) {
      case "integer", "number" -> type + range(schema);
      case "array" -> "list" + (schema.path("items").has("properties") ? "" : ofItems(schema));
      case "object" -> schema.path("additionalProperties").isObject() ? "map" : "section";
      case "boolean" -> "true or false";
      case "" -> choice(schema);
      default -> "text";
    };
  }

  private static String ofItems(JsonNode schema) {
    return " of " + type(schema.path("items"));
  }

  private static String choice(JsonNode schema) {
    for (String keyword : List.of("oneOf", "anyOf")) {
      if (schema.path(keyword).isArray()) {
        return schema
            .path(keyword)
            .valueStream()
            .map(SchemaWalk::type)
            .distinct()
            .collect(Collectors.joining(" or "));
      }
    }
    return schema.has("const") ? text(schema.path("const")) : "any value";
  }

  private static String range(JsonNode schema) {
    String least = bound(schema, "minimum", "exclusiveMinimum", "more than ");
    String most = bound(schema, "maximum", "exclusiveMaximum", "less than ");
    if (least.isEmpty() && most.isEmpty()) {
      return "";
    }
    return most.isEmpty()
        ? ", from " + least
        : least.isEmpty() ? ", up to " + most : ", %s to %s".formatted(least, most);
  }

  private static String bound(JsonNode schema, String inclusive, String exclusive, String word) {
    if (schema.has(inclusive)) {
      return text(schema.path(inclusive));
    }
    return schema.has(exclusive) ? word + text(schema.path(exclusive)) : "";
  }

  private static String words(JsonNode values) {
    return values.valueStream().map(SchemaWalk::text).collect(Collectors.joining(", "));
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.asString() : node.toString();
  }
}
